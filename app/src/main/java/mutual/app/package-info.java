/**
 * The {@code mutual} command: runs banks and cash machines, each as its own process or all of them
 * as a small town, and administers them.
 */
@NullMarked
package mutual.app;

import org.jspecify.annotations.NullMarked;
