/**
 * The bank's rules on top of the ledger: customers' accounts, cards, holds, limits, and the
 * exchanges with other banks. Deterministic: {@link mutual.bank.Bank} is a core whose inputs are
 * {@link mutual.bank.Command}s.
 */
@NullMarked
package mutual.bank;

import org.jspecify.annotations.NullMarked;
