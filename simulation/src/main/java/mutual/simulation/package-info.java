/**
 * A whole town in one thread: banks, cash machines and customers on simulated time, network and
 * disks, all from one seed.
 *
 * <p>What is real: the bank core and its log format, recovery included, and the cash machine's core
 * and its electronic journal. What is simulated: clocks, the network between them, disks, notes,
 * and people.
 */
@NullMarked
package mutual.simulation;

import org.jspecify.annotations.NullMarked;
