@NullMarked
package mutual.simulation;

import org.jspecify.annotations.NullMarked;
