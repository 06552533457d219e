/** Checks of the sources themselves: how they are written, and what leans on what. */
@NullMarked
package mutual.buildtools;

import org.jspecify.annotations.NullMarked;
