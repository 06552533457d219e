/**
 * Any deterministic core on a durable log. {@link mutual.journal.CommandLog} is the port; {@link
 * mutual.journal.Core} is what it drives.
 */
@NullMarked
package mutual.journal;

import org.jspecify.annotations.NullMarked;
