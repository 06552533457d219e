/** A small town in one process: two banks, their cash machines, and a page that shows them. */
@NullMarked
package mutual.app.demo;

import org.jspecify.annotations.NullMarked;
