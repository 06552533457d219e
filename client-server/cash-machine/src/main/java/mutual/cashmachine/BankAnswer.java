package mutual.cashmachine;

import java.util.List;
import java.util.OptionalLong;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.bank.v1.Refusal;

/** What the bank answered; see {@link BankRequest} for what it was asked. */
public sealed interface BankAnswer {
  /**
   * Nothing has moved, and asking again with the same id gives the same answer.
   *
   * @param pinTriesLeft after {@link Refusal#REFUSAL_PIN_WRONG}; negative if the bank did not tell
   */
  record Refused(Refusal refusal, int pinTriesLeft) implements BankAnswer {}

  /**
   * @param own true if the card is of the machine's own bank
   * @param withdrawalFee in minor units; to be shown and accepted before a withdrawal if not zero
   */
  record CardIdentified(String issuerName, boolean own, PinKey pinKey, long withdrawalFee)
      implements BankAnswer {}

  record Balance(String account, long balance, long available) implements BankAnswer {}

  record Approved(OptionalLong available) implements BankAnswer {}

  /** For confirm, reverse and change PIN: it is done. */
  record Done() implements BankAnswer {}

  record DepositBooked(OptionalLong available) implements BankAnswer {}

  record Accounts(List<OwnAccount> accounts) implements BankAnswer {
    public Accounts {
      accounts = List.copyOf(accounts);
    }
  }

  record OwnAccount(String number, long balance, long available) {}

  /**
   * @param pending true if the other bank has not answered yet
   */
  record Transferred(boolean pending, OptionalLong available) implements BankAnswer {}

  record Movements(List<Movement> movements) implements BankAnswer {
    public Movements {
      movements = List.copyOf(movements);
    }
  }

  record Movement(String time, long amount, String kind, String reference, long balanceAfter) {}
}
