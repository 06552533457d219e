package mutual.bank;

import mutual.bank.Books.Purpose;
import mutual.bank.ExchangeView.Role;
import mutual.bank.ExchangeView.State;
import mutual.ledger.TransferResult;
import org.jspecify.annotations.Nullable;

/** What a person decides where machines cannot: docs/exchanges.md tables it. */
final class Resolutions {
  private final BankState bank;
  private final Holds holds;
  private final Withdrawals withdrawals;
  private final Issuing issuing;
  private final CreditTransfers transfers;

  Resolutions(
      BankState bank,
      Holds holds,
      Withdrawals withdrawals,
      Issuing issuing,
      CreditTransfers transfers) {
    this.bank = bank;
    this.holds = holds;
    this.withdrawals = withdrawals;
    this.issuing = issuing;
    this.transfers = transfers;
  }

  Reply resolve(Command.ResolveExchange command) {
    Exchange exchange = bank.exchanges.find(command.id());
    if (exchange == null) {
      return BankState.refused(Refusal.EXCHANGE_UNKNOWN);
    }
    long dispensed = command.dispensed();
    if (dispensed < 0 || dispensed > Math.max(exchange.amount, 0)) {
      return BankState.refused(Refusal.AMOUNT_INVALID);
    }
    Refusal refusal =
        switch (exchange.role) {
          case ON_US, ACQUIRER -> atOwnMachine(exchange, dispensed);
          case ISSUER -> issued(exchange, dispensed);
          case SENDER -> sent(exchange, dispensed);
          case RECEIVER -> Refusal.EXCHANGE_STATE;
        };
    return refusal == null ? new Reply.Done() : BankState.refused(refusal);
  }

  private @Nullable Refusal atOwnMachine(Exchange exchange, long dispensed) {
    return switch (exchange.state) {
      case APPROVED -> {
        exchange.byPerson = true;
        Reply _ =
            dispensed == 0
                ? withdrawals.reverse(exchange, ExchangeEvent.PERSON_REVERSED)
                : withdrawals.confirm(exchange, dispensed, ExchangeEvent.PERSON_CONFIRMED);
        yield null;
      }
      case DISPUTED -> disputed(exchange, dispensed);
      case COMPLETED, REVERSED -> sameAgain(exchange, dispensed);
      case REQUESTED, DECLINED, CONFIRMING, REVERSING, HELD, OFFERED -> Refusal.EXCHANGE_STATE;
    };
  }

  /** As acquirer. The issuer has contradicted, and the two banks have spoken about it since. */
  private @Nullable Refusal disputed(Exchange exchange, long dispensed) {
    if (dispensed != exchange.dispensed) {
      Refusal refusal =
          exchange.dispensed == 0 ? payLate(exchange, dispensed) : writeOff(exchange, dispensed);
      if (refusal != null) {
        return refusal;
      }
    }
    boolean wroteOff = exchange.dispensed > dispensed;
    ExchangeEvent event =
        wroteOff
            ? ExchangeEvent.PERSON_WROTE_OFF
            : dispensed == 0 ? ExchangeEvent.PERSON_REVERSED : ExchangeEvent.PERSON_CONFIRMED;
    exchange.byPerson = true;
    bank.exchanges.move(
        exchange, dispensed == 0 ? State.REVERSED : State.COMPLETED, event, null, bank.now());
    return null;
  }

  /** Reversed, but it was paid out after all. */
  private @Nullable Refusal payLate(Exchange exchange, long dispensed) {
    if (bank.books.available(exchange.ownMachine().cash) < dispensed) {
      return Refusal.CASH_INSUFFICIENT;
    }
    return holds.settleLate(exchange, dispensed, exchange.fee);
  }

  /** The issuer will not pay for what was paid out: the loss is this bank's. */
  private @Nullable Refusal writeOff(Exchange exchange, long dispensed) {
    if (dispensed != 0) {
      return Refusal.AMOUNT_INVALID;
    }
    Account dueFrom = exchange.otherBank().dueFrom;
    Purpose why = new Purpose(PostingKind.CORRECTION, null, null, exchange.id);
    TransferResult loss =
        bank.books.force(
            bank.capital(),
            dueFrom,
            exchange.dispensed,
            bank.feeIncome(),
            dueFrom,
            exchange.fee,
            why);
    return loss == TransferResult.CREATED
        ? null
        : BankState.refusal(loss, Refusal.FUNDS_INSUFFICIENT);
  }

  private @Nullable Refusal issued(Exchange exchange, long dispensed) {
    return switch (exchange.state) {
      case HELD -> {
        exchange.byPerson = true;
        if (dispensed == 0) {
          issuing.release(exchange, ExchangeEvent.PERSON_REVERSED);
        } else {
          issuing.complete(exchange, dispensed, exchange.fee, ExchangeEvent.PERSON_CONFIRMED);
        }
        yield null;
      }
      case REVERSED -> {
        if (dispensed == 0 || exchange.account == null) {
          yield sameAgain(exchange, dispensed);
        }
        Refusal refusal = holds.settleLate(exchange, dispensed, exchange.fee);
        if (refusal == null) {
          exchange.byPerson = true;
          bank.exchanges.move(
              exchange, State.COMPLETED, ExchangeEvent.PERSON_CONFIRMED, null, bank.now());
        }
        yield refusal;
      }
      case COMPLETED -> sameAgain(exchange, dispensed);
      case REQUESTED, APPROVED, DECLINED, CONFIRMING, REVERSING, OFFERED, DISPUTED ->
          Refusal.EXCHANGE_STATE;
    };
  }

  /** An offer still open may only be decided once the partner is suspended. */
  private @Nullable Refusal sent(Exchange exchange, long dispensed) {
    if (dispensed != 0 && dispensed != exchange.amount) {
      return Refusal.AMOUNT_INVALID;
    }
    boolean open = exchange.state == State.OFFERED && exchange.otherBank().suspended;
    if (exchange.state != State.DISPUTED && !open) {
      boolean same =
          exchange.state == State.COMPLETED
              ? dispensed == exchange.amount
              : exchange.state == State.DECLINED && dispensed == 0;
      return same ? null : Refusal.EXCHANGE_STATE;
    }
    exchange.byPerson = true;
    if (dispensed == 0) {
      Refusal before = exchange.refusal;
      transfers.decline(
          exchange,
          before == null ? Refusal.ISSUER_UNAVAILABLE : before,
          ExchangeEvent.PERSON_REVERSED);
    } else {
      transfers.complete(exchange, ExchangeEvent.PERSON_CONFIRMED);
    }
    return null;
  }

  private static @Nullable Refusal sameAgain(Exchange exchange, long dispensed) {
    long decided = exchange.state == State.COMPLETED ? exchange.dispensed : 0;
    return decided == dispensed && exchange.role != Role.RECEIVER ? null : Refusal.EXCHANGE_STATE;
  }
}
