/** Commands that run and look after a cash machine. */
@NullMarked
package mutual.app.machine;

import org.jspecify.annotations.NullMarked;
