@NullMarked
package mutual.cashmachine.node;

import org.jspecify.annotations.NullMarked;
