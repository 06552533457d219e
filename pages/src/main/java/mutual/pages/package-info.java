@NullMarked
package mutual.pages;

import org.jspecify.annotations.NullMarked;
