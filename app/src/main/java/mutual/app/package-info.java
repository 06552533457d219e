@NullMarked
package mutual.app;

import org.jspecify.annotations.NullMarked;
