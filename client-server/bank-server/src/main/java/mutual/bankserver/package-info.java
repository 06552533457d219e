@NullMarked
package mutual.bankserver;

import org.jspecify.annotations.NullMarked;
