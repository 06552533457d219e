package mutual.bank;

import java.util.UUID;
import mutual.bank.ExchangeView.Role;
import mutual.bank.ExchangeView.State;
import org.jspecify.annotations.Nullable;

/** Withdrawals with this bank's cards at partners' machines: this bank as issuer. */
final class Issuing {
  private final BankState bank;
  private final Holds holds;
  private final Withdrawals withdrawals;

  Issuing(BankState bank, Holds holds, Withdrawals withdrawals) {
    this.bank = bank;
    this.holds = holds;
    this.withdrawals = withdrawals;
  }

  PartnerAnswer authorise(
      @Nullable Partner partner,
      PartnerMessage.Authorise message,
      @Nullable PinVerifier pin,
      Fingerprint fingerprint) {
    Exchange exchange = new Exchange(message.id(), Role.ISSUER, bank.now(), fingerprint);
    exchange.partner = partner;
    exchange.machineName = message.machine();
    exchange.card = message.card();
    exchange.amount = message.amount();
    exchange.fee = message.fee();
    Reply.Refused refused = check(message, pin, exchange);
    if (refused == null) {
      Card card = bank.cards.get(message.card());
      card.withdraw(exchange.amount, bank.entry.day());
      exchange.available = bank.books.available(card.account);
      bank.exchanges.add(exchange, State.HELD, ExchangeEvent.APPROVED, null);
      return new PartnerAnswer.Yes(exchange.available);
    }
    if (partner != null && refused.refusal().remembered()) {
      exchange.refusal = refused.refusal();
      exchange.pinTriesLeft = refused.pinTriesLeft();
      bank.exchanges.add(exchange, State.DECLINED, ExchangeEvent.DECLINED, null);
    }
    return new PartnerAnswer.No(refused.refusal(), refused.pinTriesLeft());
  }

  private Reply.@Nullable Refused check(
      PartnerMessage.Authorise message, @Nullable PinVerifier pin, Exchange exchange) {
    Refusal refusal = bank.moneyRefusal(message.currency(), message.amount());
    if (refusal == null && (message.fee() < 0 || message.fee() > bank.limits.amountMax())) {
      refusal = Refusal.AMOUNT_INVALID;
    }
    if (refusal == null) {
      refusal = partnerRefusal(exchange.partner);
    }
    if (refusal != null) {
      return BankState.refused(refusal);
    }
    Reply.Refused refused = bank.cards.check(message.card(), pin, bank.entry);
    if (refused != null) {
      return refused;
    }
    Card card = bank.cards.get(message.card());
    exchange.account = card.account;
    refusal = bank.ownAccountRefusal(card, null);
    if (refusal == null) {
      refusal = card.dailyRefusal(message.amount(), bank.entry.day());
    }
    if (refusal == null && bank.books.available(card.account) - message.fee() < message.amount()) {
      refusal = Refusal.FUNDS_INSUFFICIENT;
    }
    if (refusal == null) {
      refusal = holds.hold(exchange);
    }
    return refusal == null ? null : BankState.refused(refusal);
  }

  static @Nullable Refusal partnerRefusal(@Nullable Partner partner) {
    if (partner == null) {
      return Refusal.PARTNER_UNKNOWN;
    }
    return partner.suspended ? Refusal.PARTNER_SUSPENDED : null;
  }

  /** What a repeat of the request is answered. */
  static PartnerAnswer repeated(Exchange exchange) {
    Refusal refusal = exchange.refusal;
    return switch (exchange.state) {
      case HELD, COMPLETED ->
          refusal == null
              ? new PartnerAnswer.Yes(exchange.available)
              : new PartnerAnswer.No(refusal, exchange.pinTriesLeft);
      case DECLINED, REVERSED, DISPUTED ->
          new PartnerAnswer.No(
              refusal == null ? Refusal.EXCHANGE_STATE : refusal, exchange.pinTriesLeft);
      case REQUESTED, APPROVED, CONFIRMING, REVERSING, OFFERED ->
          throw new IllegalStateException("not an issuer's: " + exchange.state);
    };
  }

  PartnerAnswer confirm(String partner, PartnerMessage.Confirm message) {
    Exchange exchange = ofPartner(message.id(), partner);
    if (exchange == null) {
      return no(Refusal.EXCHANGE_UNKNOWN);
    }
    Refusal refusal = bank.currencyRefusal(message.currency());
    if (refusal != null) {
      return no(refusal);
    }
    return switch (exchange.state) {
      case HELD -> confirmHeld(exchange, message);
      case REVERSED -> confirmReleased(exchange, message);
      case COMPLETED ->
          exchange.dispensed == message.dispensed() && exchange.fee == message.fee()
              ? new PartnerAnswer.Yes(0)
              : no(exchange.byPerson ? Refusal.EXCHANGE_STATE : Refusal.ID_REUSED);
      case DECLINED -> no(Refusal.EXCHANGE_STATE);
      case REQUESTED, APPROVED, CONFIRMING, REVERSING, OFFERED, DISPUTED ->
          throw new IllegalStateException("not an issuer's: " + exchange.state);
    };
  }

  private PartnerAnswer confirmHeld(Exchange exchange, PartnerMessage.Confirm message) {
    if (!within(exchange, message)) {
      return no(Refusal.AMOUNT_INVALID);
    }
    complete(exchange, message.dispensed(), message.fee(), ExchangeEvent.PARTNER_CONFIRMED);
    return new PartnerAnswer.Yes(0);
  }

  /** A hold that a person let go is booked all the same: the cash is out. */
  private PartnerAnswer confirmReleased(Exchange exchange, PartnerMessage.Confirm message) {
    if (!exchange.byPerson) {
      return no(Refusal.EXCHANGE_STATE);
    }
    if (!within(exchange, message)) {
      return no(Refusal.AMOUNT_INVALID);
    }
    Refusal refusal = holds.settleLate(exchange, message.dispensed(), message.fee());
    if (refusal != null) {
      return no(refusal);
    }
    bank.exchanges.move(
        exchange, State.COMPLETED, ExchangeEvent.PARTNER_CONFIRMED_LATE, null, bank.now());
    return new PartnerAnswer.Yes(0);
  }

  private static boolean within(Exchange exchange, PartnerMessage.Confirm message) {
    return message.dispensed() > 0
        && message.dispensed() <= exchange.amount
        && message.fee() >= 0
        && message.fee() <= exchange.fee;
  }

  void complete(Exchange exchange, long dispensed, long fee, ExchangeEvent event) {
    withdrawals.giveBack(exchange, exchange.amount - dispensed, 0);
    holds.settle(exchange, dispensed, fee);
    bank.exchanges.move(exchange, State.COMPLETED, event, null, bank.now());
  }

  PartnerAnswer reverse(@Nullable Partner partner, PartnerMessage.Reverse message) {
    if (partner == null) {
      return no(Refusal.PARTNER_UNKNOWN);
    }
    Exchange exchange = ofPartner(message.id(), partner.bankCode);
    if (exchange == null) {
      return reverseUnseen(partner, message);
    }
    return switch (exchange.state) {
      case HELD -> {
        release(exchange, ExchangeEvent.PARTNER_REVERSED);
        yield new PartnerAnswer.Yes(0);
      }
      case REVERSED, DECLINED -> new PartnerAnswer.Yes(0);
      case COMPLETED -> no(Refusal.EXCHANGE_STATE);
      case REQUESTED, APPROVED, CONFIRMING, REVERSING, OFFERED, DISPUTED ->
          throw new IllegalStateException("not an issuer's: " + exchange.state);
    };
  }

  void release(Exchange exchange, ExchangeEvent event) {
    holds.release(exchange);
    withdrawals.giveBack(exchange, exchange.amount, 1);
    bank.exchanges.move(exchange, State.REVERSED, event, null, bank.now());
  }

  /**
   * Reverses what never arrived, so that it is declined should it still come. Beyond the
   * deduplication window it would be refused anyway; beyond the retention nobody knows any more
   * whether it had arrived.
   */
  private PartnerAnswer reverseUnseen(Partner partner, PartnerMessage.Reverse message) {
    if (bank.exchanges.find(message.id()) != null || bank.requests.find(message.id()) != null) {
      return no(Refusal.EXCHANGE_UNKNOWN);
    }
    Refusal refusal = bank.idRefusal(message.id());
    if (refusal == Refusal.ID_EXPIRED) {
      long age = bank.now() - Ids.timestampMillis(message.id());
      return age <= bank.limits.exchangeRetentionMillis()
          ? new PartnerAnswer.Yes(0)
          : no(Refusal.EXCHANGE_UNKNOWN);
    }
    if (refusal != null) {
      return no(refusal);
    }
    if (!bank.hasRoom()) {
      return no(Refusal.CAPACITY_REACHED);
    }
    Exchange unseen = new Exchange(message.id(), Role.ISSUER, bank.now(), Exchange.UNSEEN);
    unseen.partner = partner;
    bank.exchanges.add(unseen, State.REVERSED, ExchangeEvent.REVERSED_UNSEEN, null);
    return new PartnerAnswer.Yes(0);
  }

  /** A partner speaks of its own exchanges only. */
  private @Nullable Exchange ofPartner(UUID id, String bankCode) {
    Exchange exchange = bank.exchanges.find(id);
    Partner partner = exchange == null ? null : exchange.partner;
    return exchange != null
            && exchange.role == Role.ISSUER
            && partner != null
            && partner.bankCode.equals(bankCode)
        ? exchange
        : null;
  }

  static PartnerAnswer no(Refusal refusal) {
    return new PartnerAnswer.No(refusal, -1);
  }
}
