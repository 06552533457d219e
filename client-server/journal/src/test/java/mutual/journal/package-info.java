@NullMarked
package mutual.journal;

import org.jspecify.annotations.NullMarked;
