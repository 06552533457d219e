/** Double-entry ledger: a deterministic state machine. No I/O, no clock, no threads. */
@NullMarked
package mutual.ledger;

import org.jspecify.annotations.NullMarked;
