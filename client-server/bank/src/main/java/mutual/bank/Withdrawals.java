package mutual.bank;

import java.util.UUID;
import mutual.bank.ExchangeView.Role;
import mutual.bank.ExchangeView.State;
import org.jspecify.annotations.Nullable;

/**
 * Withdrawals at this bank's machines: with its own cards, and as acquirer with those of others.
 */
final class Withdrawals {
  private final BankState bank;
  private final Holds holds;

  Withdrawals(BankState bank, Holds holds) {
    this.bank = bank;
    this.holds = holds;
  }

  Reply withdraw(Command.Withdraw command, Fingerprint fingerprint) {
    Exchange exchange = new Exchange(command.id(), Role.ON_US, bank.now(), fingerprint);
    exchange.machineName = command.machine();
    exchange.machine = bank.machine(command.machine());
    exchange.card = command.card();
    exchange.amount = command.amount();
    exchange.fee = bank.who().fees().ownWithdrawal();
    Reply.Refused refused = check(command, exchange);
    if (refused != null) {
      return decline(exchange, refused);
    }
    Card card = bank.cards.get(command.card());
    card.withdraw(exchange.amount, bank.entry.day());
    exchange.available = bank.books.available(card.account);
    bank.exchanges.add(exchange, State.APPROVED, ExchangeEvent.APPROVED, null);
    return new Reply.Approved(exchange.available);
  }

  private Reply.@Nullable Refused check(Command.Withdraw command, Exchange exchange) {
    Refusal refusal = bank.moneyRefusal(command.currency(), command.amount());
    if (refusal != null) {
      return BankState.refused(refusal);
    }
    Machine machine = exchange.machine;
    if (machine == null) {
      return BankState.refused(Refusal.MACHINE_UNKNOWN);
    }
    Reply.Refused refused = bank.ownCardRefusal(command.card(), command.pin());
    if (refused != null) {
      return refused;
    }
    Card card = bank.cards.get(command.card());
    exchange.account = card.account;
    refusal = bank.ownAccountRefusal(card, null);
    if (refusal == null && command.acceptedFee() != exchange.fee) {
      refusal = Refusal.FEE_NOT_ACCEPTED;
    }
    if (refusal == null) {
      refusal = card.dailyRefusal(command.amount(), bank.entry.day());
    }
    if (refusal == null && bank.books.available(card.account) - exchange.fee < command.amount()) {
      refusal = Refusal.FUNDS_INSUFFICIENT;
    }
    if (refusal == null && bank.books.available(machine.cash) < command.amount()) {
      refusal = Refusal.CASH_INSUFFICIENT;
    }
    if (refusal == null) {
      refusal = holds.hold(exchange);
    }
    return refusal == null ? null : BankState.refused(refusal);
  }

  /** Nothing is kept of a request that could not be taken for want of room: it may be repeated. */
  Reply decline(Exchange exchange, Reply.Refused refused) {
    if (refused.refusal() != Refusal.CAPACITY_REACHED) {
      exchange.refusal = refused.refusal();
      exchange.pinTriesLeft = refused.pinTriesLeft();
      bank.exchanges.add(exchange, State.DECLINED, ExchangeEvent.DECLINED, null);
    }
    return refused;
  }

  /** What a repeat of the request is answered. */
  static Reply repeated(Exchange exchange) {
    Refusal refusal = exchange.refusal;
    boolean onUs = exchange.role == Role.ON_US;
    return switch (exchange.state) {
      case REQUESTED, APPROVED, CONFIRMING, COMPLETED, DISPUTED ->
          onUs ? new Reply.Approved(exchange.available) : new Reply.Begun(exchange.id);
      case DECLINED, REVERSING, REVERSED ->
          new Reply.Refused(
              refusal == null ? Refusal.EXCHANGE_STATE : refusal, exchange.pinTriesLeft);
      case HELD, OFFERED -> throw new IllegalStateException("not a machine's: " + exchange.state);
    };
  }

  Reply confirm(Command.ConfirmWithdrawal command) {
    Exchange exchange = atMachine(command.id(), command.machine());
    if (exchange == null) {
      return BankState.refused(Refusal.EXCHANGE_UNKNOWN);
    }
    if (command.dispensed() < 0 || command.dispensed() > exchange.amount) {
      return BankState.refused(Refusal.AMOUNT_INVALID);
    }
    if (command.dispensed() == 0) {
      return reverse(exchange, ExchangeEvent.MACHINE_REVERSED);
    }
    return confirm(exchange, command.dispensed(), ExchangeEvent.MACHINE_CONFIRMED);
  }

  Reply confirm(Exchange exchange, long dispensed, ExchangeEvent event) {
    return switch (exchange.state) {
      case APPROVED -> {
        if (exchange.role == Role.ON_US) {
          giveBack(exchange, exchange.amount - dispensed, 0);
        }
        holds.settle(exchange, dispensed, exchange.fee);
        boolean onUs = exchange.role == Role.ON_US;
        bank.exchanges.move(
            exchange,
            onUs ? State.COMPLETED : State.CONFIRMING,
            event,
            onUs ? null : PartnerMessage.Kind.CONFIRM,
            bank.now());
        yield new Reply.Done();
      }
      case CONFIRMING, COMPLETED, DISPUTED -> {
        if (exchange.dispensed == dispensed) {
          yield new Reply.Done();
        }
        boolean said = exchange.dispensed > 0 && !exchange.byPerson;
        yield BankState.refused(said ? Refusal.ID_REUSED : Refusal.EXCHANGE_STATE);
      }
      case REQUESTED, DECLINED, REVERSING, REVERSED, HELD, OFFERED ->
          BankState.refused(Refusal.EXCHANGE_STATE);
    };
  }

  /** Also for a request that never arrived: then it is declined should it still come. */
  Reply reverse(Command.ReverseWithdrawal command) {
    Exchange exchange = atMachine(command.id(), command.machine());
    if (exchange != null) {
      return reverse(exchange, ExchangeEvent.MACHINE_REVERSED);
    }
    Refusal refusal = bank.idRefusal(command.id());
    if (refusal == Refusal.ID_INVALID || refusal == Refusal.ID_IN_FUTURE) {
      return BankState.refused(refusal);
    }
    if (bank.exchanges.find(command.id()) != null || bank.requests.find(command.id()) != null) {
      return BankState.refused(Refusal.EXCHANGE_UNKNOWN);
    }
    Machine machine = bank.machine(command.machine());
    if (machine == null) {
      return BankState.refused(Refusal.MACHINE_UNKNOWN);
    }
    if (refusal == null) {
      if (!bank.hasRoom()) {
        return BankState.refused(Refusal.CAPACITY_REACHED);
      }
      Exchange unseen = new Exchange(command.id(), Role.ON_US, bank.now(), Exchange.UNSEEN);
      unseen.machine = machine;
      unseen.machineName = machine.name;
      bank.exchanges.add(unseen, State.REVERSED, ExchangeEvent.REVERSED_UNSEEN, null);
    }
    return new Reply.Done();
  }

  Reply reverse(Exchange exchange, ExchangeEvent event) {
    return switch (exchange.state) {
      case REQUESTED, APPROVED -> {
        holds.release(exchange);
        boolean onUs = exchange.role == Role.ON_US;
        if (onUs) {
          giveBack(exchange, exchange.amount, 1);
        }
        bank.exchanges.move(
            exchange,
            onUs ? State.REVERSED : State.REVERSING,
            event,
            onUs ? null : PartnerMessage.Kind.REVERSE,
            bank.now());
        yield new Reply.Done();
      }
      case DECLINED, REVERSING, REVERSED -> new Reply.Done();
      case DISPUTED ->
          exchange.dispensed == 0 ? new Reply.Done() : BankState.refused(Refusal.EXCHANGE_STATE);
      case CONFIRMING, COMPLETED, HELD, OFFERED -> BankState.refused(Refusal.EXCHANGE_STATE);
    };
  }

  void giveBack(Exchange exchange, long amount, int count) {
    String number = exchange.card;
    Card card = number == null ? null : bank.cards.find(number);
    if (card != null) {
      card.giveBack(amount, count, Entry.day(exchange.createdMillis));
    }
  }

  /** A machine speaks of its own exchanges only. */
  private @Nullable Exchange atMachine(UUID id, String machine) {
    Exchange exchange = bank.exchanges.find(id);
    if (exchange == null || exchange.machine == null || !exchange.machine.name.equals(machine)) {
      return null;
    }
    return exchange.role == Role.ON_US || exchange.role == Role.ACQUIRER ? exchange : null;
  }
}
