/** A real browser for the tests of every module that has pages. */
@NullMarked
package mutual.pages.browser;

import org.jspecify.annotations.NullMarked;
