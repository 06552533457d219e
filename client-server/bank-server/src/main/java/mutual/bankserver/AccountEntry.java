package mutual.bankserver;

import mutual.bank.Bank;
import org.jspecify.annotations.Nullable;

/**
 * An account with its owner's name.
 *
 * @param customerName null for the bank's own accounts
 */
public record AccountEntry(Bank.AccountView account, @Nullable String customerName) {}
