@NullMarked
package mutual.middleware;

import org.jspecify.annotations.NullMarked;
