package mutual.bank;

import java.util.Objects;
import java.util.UUID;
import mutual.bank.Bank.TransferView;
import mutual.bank.Books.Purpose;
import mutual.bank.ExchangeView.Role;
import mutual.bank.ExchangeView.State;
import mutual.ledger.TransferResult;
import org.jspecify.annotations.Nullable;

/** Transfers from account to account: within this bank, to a partner, from a partner. */
final class CreditTransfers {
  private final BankState bank;
  private final Holds holds;

  CreditTransfers(BankState bank, Holds holds) {
    this.bank = bank;
    this.holds = holds;
  }

  /** What is to be transferred, by whoever asks. {@code machine}: null if not at one. */
  record Order(
      UUID id,
      @Nullable String machine,
      @Nullable String card,
      String from,
      String to,
      long amount,
      String reference,
      Fingerprint fingerprint) {}

  Reply transfer(Command.Transfer command, Fingerprint fingerprint) {
    Order order =
        new Order(
            command.id(),
            null,
            null,
            command.from(),
            command.to(),
            command.amount(),
            command.reference(),
            fingerprint);
    Refusal refusal = bank.moneyRefusal(command.currency(), command.amount());
    if (refusal == null) {
      refusal = receiverRefusal(command.to());
    }
    if (refusal == null) {
      refusal = accountsRefusal(command.from(), command.to());
    }
    return refusal == null ? carryOut(order) : remember(order, BankState.refused(refusal));
  }

  Reply transfer(Command.CardTransfer command, Fingerprint fingerprint) {
    Refusal refusal = bank.moneyRefusal(command.currency(), command.amount());
    if (refusal == null && bank.machine(command.machine()) == null) {
      refusal = Refusal.MACHINE_UNKNOWN;
    }
    if (refusal == null) {
      refusal = receiverRefusal(command.to());
    }
    Reply.Refused refused =
        refusal != null
            ? BankState.refused(refusal)
            : bank.ownCardRefusal(command.card(), command.pin());
    Card card = refused == null ? bank.cards.get(command.card()) : null;
    String named = command.from();
    String from = named != null ? named : card == null ? "" : bank.chart.number(card.account.id);
    if (card != null) {
      refusal = accountsRefusal(from, command.to());
      if (refusal == null || refusal.compareTo(Refusal.ACCOUNT_NOT_YOURS) > 0) {
        Refusal notYours = bank.ownAccountRefusal(card, from);
        refusal = notYours != null ? notYours : refusal;
      }
      refused = refusal == null ? null : BankState.refused(refusal);
    }
    Order order =
        new Order(
            command.id(),
            command.machine(),
            command.card(),
            from,
            command.to(),
            command.amount(),
            command.reference(),
            fingerprint);
    return refused == null ? carryOut(order) : remember(order, refused);
  }

  /** What is wrong with the bank that a well-formed number names; null if nothing is. */
  private @Nullable Refusal receiverRefusal(String to) {
    AccountNumber number = AccountNumber.parse(to);
    return number == null || isHere(number)
        ? null
        : Issuing.partnerRefusal(bank.neighbours.partners.get(number.bankCode()));
  }

  private boolean isHere(AccountNumber number) {
    return number.bankCode().equals(bank.who().bankCode());
  }

  private @Nullable Refusal accountsRefusal(String from, String to) {
    AccountNumber receiver = AccountNumber.parse(to);
    Refusal refusal = bank.accountRefusal(from);
    if (receiver == null || refusal == Refusal.ACCOUNT_MALFORMED) {
      return Refusal.ACCOUNT_MALFORMED;
    }
    boolean here = isHere(receiver);
    if (refusal == null && here) {
      refusal = bank.accountRefusal(to);
    }
    if (refusal != null) {
      return refusal;
    }
    if (bank.account(from).closed || (here && bank.account(to).closed)) {
      return Refusal.ACCOUNT_CLOSED;
    }
    return from.equals(to) ? Refusal.ACCOUNTS_SAME : null;
  }

  private Reply carryOut(Order order) {
    Account from = bank.account(order.from);
    if (bank.books.available(from) < order.amount) {
      return remember(order, BankState.refused(Refusal.FUNDS_INSUFFICIENT));
    }
    AccountNumber receiver = Objects.requireNonNull(AccountNumber.parse(order.to));
    if (!isHere(receiver)) {
      return offer(order, from, receiver.bankCode());
    }
    Purpose why = new Purpose(PostingKind.TRANSFER, null, order.reference, order.id);
    TransferResult moved = bank.books.move(from, bank.account(order.to), order.amount, why);
    return remember(
        order,
        moved == TransferResult.CREATED
            ? new Reply.Transferred(false, bank.books.available(from))
            : BankState.refused(BankState.refusal(moved, Refusal.FUNDS_INSUFFICIENT)));
  }

  private Reply remember(Order order, Reply reply) {
    Refusal refusal = reply instanceof Reply.Refused refused ? refused.refusal() : null;
    if (refusal != Refusal.CAPACITY_REACHED) {
      TransferView view =
          new TransferView(
              order.id,
              refusal == null ? TransferView.State.COMPLETED : TransferView.State.REFUSED,
              refusal,
              order.from,
              order.to,
              order.amount,
              bank.who().currency());
      bank.requests.remember(order.id, order.fingerprint, reply, view);
    }
    return reply;
  }

  private Reply offer(Order order, Account from, String bankCode) {
    Exchange exchange = new Exchange(order.id, Role.SENDER, bank.now(), order.fingerprint);
    exchange.partner = bank.neighbours.partners.get(bankCode);
    exchange.machineName = order.machine;
    exchange.card = order.card;
    exchange.account = from;
    exchange.counterparty = order.to;
    exchange.reference = order.reference;
    exchange.amount = order.amount;
    Refusal refusal = holds.hold(exchange);
    if (refusal != null) {
      return remember(order, BankState.refused(refusal));
    }
    exchange.available = bank.books.available(from);
    bank.exchanges.add(exchange, State.OFFERED, ExchangeEvent.OFFERED, PartnerMessage.Kind.OFFER);
    return new Reply.Transferred(true, exchange.available);
  }

  /** What a repeat of the order is answered. */
  static Reply repeated(Exchange exchange) {
    Refusal refusal = exchange.refusal;
    return switch (exchange.state) {
      case OFFERED, DISPUTED -> new Reply.Transferred(true, exchange.available);
      case COMPLETED -> new Reply.Transferred(false, exchange.available);
      case DECLINED, REVERSED ->
          BankState.refused(refusal == null ? Refusal.EXCHANGE_STATE : refusal);
      case REQUESTED, APPROVED, CONFIRMING, REVERSING, HELD ->
          throw new IllegalStateException("not a sender's: " + exchange.state);
    };
  }

  /** The receiver's answer to an offer. */
  void answered(Exchange exchange, PartnerAnswer answer) {
    switch (answer) {
      case PartnerAnswer.Yes _ -> complete(exchange, ExchangeEvent.PARTNER_ACCEPTED);
      case PartnerAnswer.No no -> {
        switch (no.refusal()) {
          case ID_INVALID, ID_EXPIRED, ID_REUSED -> {
            exchange.refusal = no.refusal();
            bank.exchanges.move(
                exchange, State.DISPUTED, ExchangeEvent.CONTRADICTED, null, bank.now());
          }
          default -> {
            if (no.refusal().remembered()) {
              decline(exchange, no.refusal(), ExchangeEvent.PARTNER_DECLINED);
            }
          }
        }
      }
    }
  }

  void complete(Exchange exchange, ExchangeEvent event) {
    exchange.refusal = null;
    holds.settle(exchange, exchange.amount, 0);
    bank.exchanges.move(exchange, State.COMPLETED, event, null, bank.now());
  }

  void decline(Exchange exchange, Refusal refusal, ExchangeEvent event) {
    exchange.refusal = refusal;
    holds.release(exchange);
    bank.exchanges.move(exchange, State.DECLINED, event, null, bank.now());
  }

  PartnerAnswer receive(
      @Nullable Partner partner, PartnerMessage.Offer offer, Fingerprint fingerprint) {
    Exchange exchange = new Exchange(offer.id(), Role.RECEIVER, bank.now(), fingerprint);
    exchange.partner = partner;
    exchange.counterparty = offer.from();
    exchange.reference = offer.reference();
    exchange.amount = offer.amount();
    Refusal refusal = receive(offer, exchange);
    if (refusal == null) {
      bank.exchanges.add(exchange, State.COMPLETED, ExchangeEvent.ACCEPTED, null);
      return new PartnerAnswer.Yes(0);
    }
    if (partner != null && refusal.remembered()) {
      exchange.refusal = refusal;
      bank.exchanges.add(exchange, State.DECLINED, ExchangeEvent.DECLINED, null);
    }
    return Issuing.no(refusal);
  }

  private @Nullable Refusal receive(PartnerMessage.Offer offer, Exchange exchange) {
    Refusal refusal = bank.moneyRefusal(offer.currency(), offer.amount());
    Partner partner = exchange.partner;
    if (refusal == null) {
      refusal = Issuing.partnerRefusal(partner);
    }
    if (refusal != null || partner == null) {
      return refusal;
    }
    AccountNumber from = AccountNumber.parse(offer.from());
    refusal = bank.accountRefusal(offer.to());
    if (from == null || !from.bankCode().equals(partner.bankCode)) {
      return Refusal.ACCOUNT_MALFORMED;
    }
    if (refusal != null) {
      return refusal;
    }
    Account to = bank.account(offer.to());
    exchange.account = to;
    if (to.closed) {
      return Refusal.ACCOUNT_CLOSED;
    }
    if (!Positions.mayOwe(bank.books, partner, offer.amount(), 0)) {
      return Refusal.PARTNER_LIMIT_REACHED;
    }
    TransferResult moved =
        bank.books.move(partner.dueFrom, to, offer.amount(), holds.why(exchange));
    return moved == TransferResult.CREATED
        ? null
        : BankState.refusal(moved, Refusal.FUNDS_INSUFFICIENT);
  }

  static PartnerAnswer repeatedOffer(Exchange exchange) {
    Refusal refusal = exchange.refusal;
    return exchange.state == State.COMPLETED
        ? new PartnerAnswer.Yes(0)
        : Issuing.no(refusal == null ? Refusal.EXCHANGE_STATE : refusal);
  }
}
