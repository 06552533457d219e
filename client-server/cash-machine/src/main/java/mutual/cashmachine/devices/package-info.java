/**
 * The machine's devices: ports shaped after XFS4IoT (CEN CWA 17852), and simulated forms whose
 * notes stay where they are when the power goes.
 */
@NullMarked
package mutual.cashmachine.devices;

import org.jspecify.annotations.NullMarked;
