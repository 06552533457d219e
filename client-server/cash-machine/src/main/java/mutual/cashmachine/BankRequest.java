package mutual.cashmachine;

import java.util.UUID;
import mutual.contracts.bank.v1.SealedPin;

/**
 * What the machine asks of its bank: the calls of the contract {@code mutual.bank.v1.CashMachine}.
 * Amounts are in minor units of the machine's currency. Any of them may be sent again with its id.
 */
public sealed interface BankRequest {
  UUID id();

  /** A card and its PIN, sealed for this very request. */
  record Holder(String cardNumber, SealedPin pin) {
    @Override
    public String toString() {
      return MaskedCard.of(cardNumber);
    }
  }

  record IdentifyCard(UUID id, String cardNumber) implements BankRequest {
    @Override
    public String toString() {
      return "IdentifyCard[" + MaskedCard.of(cardNumber) + "]";
    }
  }

  record ReadBalance(UUID id, Holder holder, String account) implements BankRequest {}

  record Authorise(UUID id, Holder holder, long amount, long acceptedFee) implements BankRequest {}

  record Confirm(UUID id, long dispensed) implements BankRequest {}

  record Reverse(UUID id) implements BankRequest {}

  record Deposit(UUID id, Holder holder, long amount, String account) implements BankRequest {}

  record ListAccounts(UUID id, Holder holder) implements BankRequest {}

  record Transfer(
      UUID id, Holder holder, String fromAccount, String toAccount, long amount, String reference)
      implements BankRequest {}

  record ListMovements(UUID id, Holder holder, String account) implements BankRequest {}

  record ChangePin(UUID id, Holder holder, SealedPin newPin) implements BankRequest {}
}
