@NullMarked
package mutual.cashmachine;

import org.jspecify.annotations.NullMarked;
