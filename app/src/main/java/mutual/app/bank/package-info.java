/** Commands that run and administer a bank. */
@NullMarked
package mutual.app.bank;

import org.jspecify.annotations.NullMarked;
