/**
 * Any deterministic core on a durable log. {@link mutual.journal.CommandLog} is the port, {@link
 * mutual.journal.Core} is what it drives; {@link mutual.journal.WriteAheadLog} is the log on one
 * machine, and {@link mutual.journal.SynchronousLog} the same without threads. {@link
 * mutual.journal.RecordFile} is a small list of durable records. All stand on the {@link
 * mutual.journal.FileSystem} port.
 */
@NullMarked
package mutual.journal;

import org.jspecify.annotations.NullMarked;
