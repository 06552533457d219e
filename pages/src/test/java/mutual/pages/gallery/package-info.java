/** Every component on one page, and a server for it, to look at and to test. */
@NullMarked
package mutual.pages.gallery;

import org.jspecify.annotations.NullMarked;
