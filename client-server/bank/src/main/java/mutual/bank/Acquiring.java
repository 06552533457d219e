package mutual.bank;

import mutual.bank.ExchangeView.Role;
import mutual.bank.ExchangeView.State;
import org.jspecify.annotations.Nullable;

/** Withdrawals at this bank's machines with cards of others: this bank as acquirer. */
final class Acquiring {
  private final BankState bank;
  private final Holds holds;
  private final Withdrawals withdrawals;

  Acquiring(BankState bank, Holds holds, Withdrawals withdrawals) {
    this.bank = bank;
    this.holds = holds;
    this.withdrawals = withdrawals;
  }

  Reply withdraw(Command.WithdrawForeign command, Fingerprint fingerprint) {
    Exchange exchange = new Exchange(command.id(), Role.ACQUIRER, bank.now(), fingerprint);
    exchange.machineName = command.machine();
    exchange.machine = bank.machine(command.machine());
    exchange.card = command.card();
    exchange.amount = command.amount();
    exchange.fee = bank.who().fees().foreignWithdrawal();
    Refusal refusal = check(command, exchange);
    if (refusal != null) {
      return withdrawals.decline(exchange, BankState.refused(refusal));
    }
    exchange.sealedPin = command.sealedPin();
    bank.exchanges.add(
        exchange, State.REQUESTED, ExchangeEvent.REQUESTED, PartnerMessage.Kind.AUTHORISE);
    return new Reply.Begun(exchange.id);
  }

  private @Nullable Refusal check(Command.WithdrawForeign command, Exchange exchange) {
    Refusal refusal = bank.moneyRefusal(command.currency(), command.amount());
    if (refusal != null) {
      return refusal;
    }
    Machine machine = exchange.machine;
    if (machine == null) {
      return Refusal.MACHINE_UNKNOWN;
    }
    if (!CardNumber.isWellFormed(command.card())) {
      return Refusal.CARD_MALFORMED;
    }
    Partner partner = bank.neighbours.issuer(command.card());
    if (partner == null) {
      return Refusal.CARD_ISSUER_UNKNOWN;
    }
    exchange.partner = partner;
    if (partner.suspended) {
      return Refusal.PARTNER_SUSPENDED;
    }
    if (command.acceptedFee() != exchange.fee) {
      return Refusal.FEE_NOT_ACCEPTED;
    }
    if (bank.books.available(machine.cash) < command.amount()) {
      return Refusal.CASH_INSUFFICIENT;
    }
    if (!Positions.mayOwe(bank.books, partner, command.amount(), exchange.fee)) {
      return Refusal.PARTNER_LIMIT_REACHED;
    }
    return holds.hold(exchange);
  }

  /** The issuer's answer to a request, or its word on a confirmation or reversal. */
  void answered(Exchange exchange, PartnerMessage.Kind kind, PartnerAnswer answer) {
    switch (kind) {
      case AUTHORISE -> authorised(exchange, answer);
      case CONFIRM, REVERSE -> acknowledged(exchange, kind, answer);
      case OFFER -> throw new IllegalStateException("an acquirer offers nothing");
    }
  }

  private void authorised(Exchange exchange, PartnerAnswer answer) {
    switch (answer) {
      case PartnerAnswer.Yes yes -> {
        exchange.available = yes.available();
        bank.exchanges.move(
            exchange, State.APPROVED, ExchangeEvent.PARTNER_APPROVED, null, bank.now());
      }
      case PartnerAnswer.No no -> {
        exchange.refusal = no.refusal();
        exchange.pinTriesLeft = no.pinTriesLeft();
        holds.release(exchange);
        boolean certain = no.refusal().remembered();
        bank.exchanges.move(
            exchange,
            certain ? State.DECLINED : State.REVERSING,
            ExchangeEvent.PARTNER_DECLINED,
            certain ? null : PartnerMessage.Kind.REVERSE,
            bank.now());
      }
    }
  }

  private void acknowledged(Exchange exchange, PartnerMessage.Kind kind, PartnerAnswer answer) {
    boolean confirm = kind == PartnerMessage.Kind.CONFIRM;
    switch (answer) {
      case PartnerAnswer.Yes _ ->
          bank.exchanges.move(
              exchange,
              confirm ? State.COMPLETED : State.REVERSED,
              ExchangeEvent.ACKNOWLEDGED,
              null,
              bank.now());
      case PartnerAnswer.No no -> {
        if (!Positions.worthRepeating(no.refusal())) {
          bank.exchanges.move(
              exchange, State.DISPUTED, ExchangeEvent.CONTRADICTED, null, bank.now());
        }
      }
    }
  }

  void unanswered(Exchange exchange) {
    if (exchange.role == Role.ACQUIRER && exchange.state == State.REQUESTED) {
      exchange.refusal = Refusal.ISSUER_UNAVAILABLE;
      withdrawals.reverse(exchange, ExchangeEvent.UNANSWERED);
    }
  }
}
