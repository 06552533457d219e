/**
 * The cash machine. {@link mutual.cashmachine.Machine} is its deterministic core: events in,
 * journal entries and other effects out; everything else carries those effects out.
 */
@NullMarked
package mutual.cashmachine;

import org.jspecify.annotations.NullMarked;
