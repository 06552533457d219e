package mutual.bank;

import java.util.List;
import java.util.UUID;

/** The bank's reply to a {@link Command}. */
public sealed interface Reply {
  /** Done (now or before, if the command is a repeat), and there is nothing more to say. */
  record Done() implements Reply {}

  /**
   * @param pinTriesLeft after a wrong PIN; -1 otherwise
   */
  record Refused(Refusal refusal, int pinTriesLeft) implements Reply {}

  record AccountOpened(String account) implements Reply {}

  record CardIssued(String card) implements Reply {}

  record Balance(String account, long balance, long available, String currency) implements Reply {}

  /** Withdrawal approved and held. */
  record Approved(long available) implements Reply {}

  /**
   * The exchange has begun; its outcome comes through {@link BankListener#exchangeChanged}, or is
   * in the {@link Bank#exchange} by now.
   */
  record Begun(UUID exchange) implements Reply {}

  /** Transfer made here, or {@code pending} at the other bank. */
  record Transferred(boolean pending, long available) implements Reply {}

  /**
   * Result codes of a batch, in order; empty if all are {@link
   * mutual.ledger.TransferResult#CREATED}.
   */
  record BatchResults(byte[] codes) implements Reply {}

  /** What a partner is to be answered. */
  record ToPartner(PartnerAnswer answer) implements Reply {}

  /** Balances of all accounts of one customer. */
  record Balances(List<Balance> accounts) implements Reply {}
}
