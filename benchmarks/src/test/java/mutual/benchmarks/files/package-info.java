@NullMarked
package mutual.benchmarks.files;

import org.jspecify.annotations.NullMarked;
