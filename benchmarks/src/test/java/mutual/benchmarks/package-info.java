@NullMarked
package mutual.benchmarks;

import org.jspecify.annotations.NullMarked;
