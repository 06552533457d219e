/** The machine's front as pages: {@link mutual.cashmachine.kiosk.Kiosk}. */
@NullMarked
package mutual.cashmachine.kiosk;

import org.jspecify.annotations.NullMarked;
