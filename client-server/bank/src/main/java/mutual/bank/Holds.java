package mutual.bank;

import mutual.bank.Books.Purpose;
import mutual.ledger.TransferResult;
import org.jspecify.annotations.Nullable;

/**
 * What exchanges hold in the books. Each role has its own accounts:
 *
 * <table>
 * <caption>Accounts debited and credited</caption>
 * <tr><th>role</th><th>debit</th><th>credit with the amount</th><th>credit with the fee</th></tr>
 * <tr><td>on-us</td><td>customer</td><td>machine cash</td><td>fee income</td></tr>
 * <tr><td>acquirer</td><td>due from issuer</td><td>machine cash</td><td>fee income</td></tr>
 * <tr><td>issuer</td><td>customer</td><td>due to acquirer</td><td>due to acquirer</td></tr>
 * <tr><td>sender</td><td>customer</td><td>due to receiver</td><td></td></tr>
 * <tr><td>receiver</td><td>due from sender</td><td>customer</td><td></td></tr>
 * </table>
 */
final class Holds {
  private final BankState bank;

  Holds(BankState bank) {
    this.bank = bank;
  }

  Account debit(Exchange exchange) {
    return switch (exchange.role) {
      case ON_US, ISSUER, SENDER -> exchange.customerAccount();
      case ACQUIRER, RECEIVER -> exchange.otherBank().dueFrom;
    };
  }

  Account credit(Exchange exchange) {
    return switch (exchange.role) {
      case ON_US, ACQUIRER -> exchange.ownMachine().cash;
      case ISSUER, SENDER -> exchange.otherBank().dueTo;
      case RECEIVER -> exchange.customerAccount();
    };
  }

  Account feeCredit(Exchange exchange) {
    return switch (exchange.role) {
      case ON_US, ACQUIRER -> bank.feeIncome();
      case ISSUER, SENDER -> exchange.otherBank().dueTo;
      case RECEIVER -> throw new IllegalStateException("a receiver takes no fee");
    };
  }

  /** Holds amount and fee of a new exchange; null if held, else why not. */
  @Nullable Refusal hold(Exchange exchange) {
    long hold =
        bank.books.hold(
            debit(exchange), credit(exchange), exchange.amount, feeCredit(exchange), exchange.fee);
    if (hold < 0) {
      Refusal ifShort =
          exchange.role == ExchangeView.Role.ACQUIRER
              ? Refusal.CASH_INSUFFICIENT
              : Refusal.FUNDS_INSUFFICIENT;
      return BankState.refusal(TransferResult.ofCode((int) -hold), ifShort);
    }
    exchange.hold = hold;
    return null;
  }

  /** Moves what was paid out, and the fee; the rest of the hold is released. */
  void settle(Exchange exchange, long amount, long fee) {
    exchange.dispensed = amount;
    exchange.fee = fee;
    bank.books.settle(exchange.createdMillis, exchange.hold, amount, fee, why(exchange));
    exchange.hold = 0;
  }

  void release(Exchange exchange) {
    bank.books.release(exchange.createdMillis, exchange.hold);
    exchange.hold = 0;
  }

  /** Books what was paid out after the hold was released; null if booked, else why not. */
  @Nullable Refusal settleLate(Exchange exchange, long amount, long fee) {
    Account debit = debit(exchange);
    TransferResult moved =
        bank.books.force(
            debit, credit(exchange), amount, debit, feeCredit(exchange), fee, why(exchange));
    if (moved != TransferResult.CREATED) {
      return BankState.refusal(moved, Refusal.FUNDS_INSUFFICIENT);
    }
    exchange.dispensed = amount;
    exchange.fee = fee;
    return null;
  }

  Purpose why(Exchange exchange) {
    Partner partner = exchange.partner;
    return switch (exchange.role) {
      case ON_US, ACQUIRER ->
          new Purpose(PostingKind.WITHDRAWAL, exchange.machineName, null, exchange.id);
      case ISSUER -> {
        String place = exchange.otherBank().bankCode + " " + exchange.machineName;
        yield new Purpose(PostingKind.WITHDRAWAL, place, null, exchange.id);
      }
      case SENDER, RECEIVER ->
          new Purpose(
              PostingKind.TRANSFER,
              partner == null ? null : exchange.counterparty,
              exchange.reference,
              exchange.id);
    };
  }
}
