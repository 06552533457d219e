package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import mutual.bank.ExchangeView.Role;
import mutual.journal.Core;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A bank: accounts, cards, machines, partners, and the exchanges with them, as a deterministic core
 * whose inputs are {@link Command}s. Queries return immutable values. Calls come from one thread at
 * a time.
 */
public final class Bank implements Core<Reply> {
  private final BankState bank;
  private final Holds holds;
  private final Reception reception;
  private @Nullable BankListener listener;

  public Bank(BankLimits limits) {
    bank = new BankState(limits);
    holds = new Holds(bank);
    reception = new Reception(bank, holds);
  }

  @Override
  public Reply apply(long timestampMillis, DirectBuffer command, int offset, int length) {
    bank.entry.begin(timestampMillis);
    long postedBefore = bank.postings.last();
    Reply reply = reception.apply(command, offset, length);
    bank.requests.forgetBefore(timestampMillis - bank.limits.ledger().dedupWindowMillis());
    bank.exchanges.forget(timestampMillis);
    UUID changed = bank.exchanges.takeChanged();
    if (listener != null) {
      if (changed != null) {
        listener.exchangeChanged(changed);
      }
      if (bank.postings.last() != postedBefore) {
        listener.postingsAdded();
      }
    }
    return reply;
  }

  /** At most one; set once the log has been replayed. */
  public void listen(BankListener newListener) {
    listener = newListener;
  }

  @Override
  public void writeSnapshot(DataOutput out) throws IOException {
    BankSnapshot.write(bank, out);
  }

  @Override
  public void readSnapshot(DataInput in) throws IOException {
    BankSnapshot.read(bank, in);
  }

  /** Null if it is unknown or no longer remembered. */
  public @Nullable ExchangeView exchange(UUID id) {
    Exchange exchange = bank.exchanges.find(id);
    return exchange == null ? null : view(exchange);
  }

  /** Newest first, from before {@code before} on (null: from the newest). */
  public List<ExchangeView> exchanges(@Nullable UUID before, int max, boolean openOnly) {
    return bank.exchanges.before(before, max, openOnly).stream().map(this::view).toList();
  }

  private ExchangeView view(Exchange exchange) {
    Account account = exchange.account;
    return exchange.view(
        account == null ? null : bank.chart.number(account.id), bank.who().currency());
  }

  /** Messages that partners have not acknowledged, oldest first. */
  public List<OutstandingMessage> outstanding(int max) {
    List<OutstandingMessage> all = new ArrayList<>();
    for (String partner : bank.neighbours.partners.keySet()) {
      all.addAll(outstanding(partner, max));
    }
    all.sort(Comparator.comparingLong(OutstandingMessage::sinceMillis));
    return List.copyOf(all.subList(0, Math.min(max, all.size())));
  }

  /** Messages that one partner has not acknowledged, oldest exchange first. */
  public List<OutstandingMessage> outstanding(String bankCode, int max) {
    Partner partner = bank.neighbours.partners.get(bankCode);
    return partner == null
        ? List.of()
        : partner.outstanding.values().stream().limit(max).map(this::message).toList();
  }

  public @Nullable OutstandingMessage outstanding(UUID id) {
    Exchange exchange = bank.exchanges.find(id);
    return exchange == null || exchange.outstanding == null ? null : message(exchange);
  }

  private OutstandingMessage message(Exchange exchange) {
    return new OutstandingMessage(
        exchange.otherBank().bankCode,
        exchange.message(bank.chart, bank.who().currency()),
        exchange.outstandingSince);
  }

  /** Who this bank is; null before it was founded. */
  public Command.@Nullable Found founded() {
    return bank.founded;
  }

  /** A transfer or counter deposit as it stands; null if unknown or no longer remembered. */
  public @Nullable TransferView transfer(UUID id) {
    Exchange exchange = bank.exchanges.find(id);
    if (exchange == null || exchange.role != Role.SENDER) {
      Requests.Request request = bank.requests.find(id);
      return request == null ? null : request.transfer();
    }
    String to = exchange.counterparty;
    TransferView.State state =
        switch (exchange.state) {
          case COMPLETED -> TransferView.State.COMPLETED;
          case DISPUTED -> TransferView.State.DISPUTED;
          case DECLINED, REVERSED -> TransferView.State.REFUSED;
          case OFFERED, REQUESTED, APPROVED, CONFIRMING, REVERSING, HELD ->
              TransferView.State.PENDING;
        };
    return new TransferView(
        id,
        state,
        exchange.state == ExchangeView.State.COMPLETED ? null : exchange.refusal,
        bank.chart.number(exchange.customerAccount().id),
        to == null ? "" : to,
        exchange.amount,
        bank.who().currency());
  }

  /** The code of the bank, this one or a partner, whose cards begin like this one; null if none. */
  public @Nullable String issuerOf(String cardNumber) {
    if (bank.founded != null && bank.cards.isOwn(cardNumber)) {
      return bank.who().bankCode();
    }
    Partner partner = bank.neighbours.issuer(cardNumber);
    return partner == null ? null : partner.bankCode;
  }

  public @Nullable AccountView account(String number) {
    AccountNumber parsed = AccountNumber.parse(number);
    Account account = parsed == null ? null : bank.chart.find(parsed);
    return account == null ? null : Views.account(bank, account);
  }

  /** In the order of their numbers, those of customers first; {@code customer} null: of all. */
  public List<AccountView> accounts(
      @Nullable UUID customer, @Nullable String after, int max, boolean includeInternal) {
    return Views.accounts(bank, customer, after, max, includeInternal);
  }

  public @Nullable CardView card(String number) {
    Card card = bank.cards.find(number);
    return card == null ? null : Views.card(bank, card);
  }

  public List<CardView> cards(@Nullable String after, int max) {
    return bank.cards.after(after, max).stream().map(card -> Views.card(bank, card)).toList();
  }

  /** The cards that draw on this account. */
  public List<CardView> cardsOf(String number) {
    AccountNumber parsed = AccountNumber.parse(number);
    Account account = parsed == null ? null : bank.chart.find(parsed);
    return account == null
        ? List.of()
        : account.cards.stream().map(card -> Views.card(bank, card)).toList();
  }

  public List<PartnerView> partners() {
    return bank.neighbours.partners.values().stream().map(p -> Views.partner(bank, p)).toList();
  }

  /** The partner's standing with this bank; null if unknown. */
  public @Nullable PartnerView position(String bankCode) {
    Partner partner = bank.neighbours.partners.get(bankCode);
    return partner == null ? null : Views.partner(bank, partner);
  }

  public List<MachineView> machines() {
    return bank.neighbours.machines.values().stream().map(m -> Views.machine(bank, m)).toList();
  }

  /** Postings the statement database does not have yet, from after this number on. */
  public List<Posting> postings(long after, int max) {
    return bank.postings.after(after, max);
  }

  /** Sequence number of the newest posting ever made; 0 before the first. */
  public long lastPosting() {
    return bank.postings.last();
  }

  /** Sequence number of the newest posting of this account; 0 if there is none. */
  public long lastPosting(String number) {
    AccountNumber parsed = AccountNumber.parse(number);
    Account account = parsed == null ? null : bank.chart.find(parsed);
    return account == null ? 0 : account.lastPosting;
  }

  /** Sequence number up to which the statement database has said to hold all postings. */
  public long projectedPostings() {
    return bank.postings.acknowledged();
  }

  public Audit audit() {
    return new Audits(bank, holds).audit();
  }

  /**
   * @param bankCode receiver
   */
  public record OutstandingMessage(String bankCode, PartnerMessage message, long sinceMillis) {}

  /**
   * @param balance from the customer's point of view; for assets debits less credits
   */
  public record AccountView(
      String number,
      Kind kind,
      @Nullable UUID customer,
      String currency,
      long balance,
      long held,
      long overdraft,
      boolean closed,
      long ledgerId) {
    public enum Kind {
      CUSTOMER(1),
      MACHINE_CASH(2),
      VAULT(3),
      DUE_FROM(4),
      DUE_TO(5),
      FEE_INCOME(6),
      CAPITAL(7);

      private static final Kind[] BY_CODE = values();

      private final int code;

      Kind(int code) {
        this.code = code;
      }

      int code() {
        return code;
      }

      static Kind ofCode(int code) {
        return BY_CODE[code - 1];
      }
    }

    public long available() {
      return Math.addExact(Math.subtractExact(balance, held), overdraft);
    }
  }

  public record CardView(
      String number,
      String account,
      UUID customer,
      int expiresYearMonth,
      Status status,
      int pinTriesLeft,
      long dailyLimit,
      int dailyCount,
      long withdrawnToday,
      int withdrawalsToday) {
    public enum Status {
      INACTIVE,
      ACTIVE,
      BLOCKED,
      PIN_BLOCKED
    }
  }

  public record PartnerView(
      String bankCode,
      byte[] nodeId,
      String cardPrefix,
      long netDebitCap,
      boolean suspended,
      String dueFromAccount,
      long dueFrom,
      long dueFromPending,
      String dueToAccount,
      long dueTo,
      long dueToPending,
      int outstanding) {}

  public record MachineView(
      String machine, byte[] nodeId, String cashAccount, long cash, int openExchanges) {}

  /**
   * @param from empty for a deposit at the counter
   * @param refusal why, if refused
   */
  public record TransferView(
      UUID id,
      State state,
      @Nullable Refusal refusal,
      String from,
      String to,
      long amount,
      String currency) {
    public enum State {
      REFUSED,
      PENDING,
      COMPLETED,
      DISPUTED
    }
  }

  /**
   * One side of a movement on a customer's or internal account. Numbers are made into text by who
   * reads it, not on the core's thread.
   *
   * @param amount positive into the account, negative out of it, from the account's own point of
   *     view
   * @param previous sequence number of the account's posting before this one; 0: this is its first
   * @param place stands in place of the other account's number
   */
  public record Posting(
      long sequence,
      long timestampMillis,
      AccountNumber onAccount,
      long amount,
      long balanceAfter,
      long previous,
      String kind,
      AccountNumber other,
      @Nullable String place,
      String reference,
      UUID id) {
    public String account() {
      return onAccount.toString();
    }

    public String counterparty() {
      return place != null ? place : other.toString();
    }
  }

  public record Audit(boolean balanced, List<Line> lines) {
    public record Line(String check, boolean passed, String detail) {}
  }
}
