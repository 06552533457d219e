/**
 * How fast content goes from peer to peer, beside other software on the same machine in the same
 * run; see {@code docs/benchmarks.md}.
 */
@NullMarked
package mutual.benchmarks.files;

import org.jspecify.annotations.NullMarked;
