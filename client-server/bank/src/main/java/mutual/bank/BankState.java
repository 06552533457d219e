package mutual.bank;

import java.util.Objects;
import java.util.UUID;
import mutual.ledger.TransferResult;
import org.jspecify.annotations.Nullable;

/** Everything a bank knows, in its parts, and the checks that all kinds of requests share. */
final class BankState {
  final BankLimits limits;
  final Entry entry = new Entry();
  final Chart chart = new Chart();
  final Postings postings = new Postings(chart);
  final Books books;
  final Cards cards = new Cards();
  final Neighbours neighbours = new Neighbours();
  final Requests requests = new Requests();
  final Exchanges exchanges;
  Command.@Nullable Found founded;
  private @Nullable Account capital;
  private @Nullable Account vault;
  private @Nullable Account feeIncome;

  BankState(BankLimits limits) {
    this.limits = limits;
    books = new Books(limits, entry, chart, postings);
    exchanges = new Exchanges(limits);
  }

  /** Who the bank is, before anything else can be asked of it. */
  void found(Command.Found who) {
    founded = who;
    chart.bankCode(who.bankCode());
    cards.prefix(who.cardPrefix());
    books.currency(who.currency());
  }

  void ownAccounts(
      @Nullable Account ofCapital, @Nullable Account ofVault, @Nullable Account ofFees) {
    capital = Objects.requireNonNull(ofCapital);
    vault = Objects.requireNonNull(ofVault);
    feeIncome = Objects.requireNonNull(ofFees);
  }

  Command.Found who() {
    return Objects.requireNonNull(founded);
  }

  Account capital() {
    return Objects.requireNonNull(capital);
  }

  Account vault() {
    return Objects.requireNonNull(vault);
  }

  Account feeIncome() {
    return Objects.requireNonNull(feeIncome);
  }

  long now() {
    return entry.millis();
  }

  @Nullable Refusal idRefusal(UUID id) {
    return Ids.refusal(id, now(), limits.ledger());
  }

  /** True if one more request can be remembered, and its postings kept. */
  boolean hasRoom() {
    return requests.count() < limits.requestsMax()
        && !exchanges.full()
        && postings.count() < limits.outstandingPostingsMax();
  }

  @Nullable Refusal currencyRefusal(String currency) {
    return currency.equals(who().currency()) ? null : Refusal.CURRENCY_WRONG;
  }

  @Nullable Refusal amountRefusal(long amount) {
    return amount > 0 && amount <= limits.amountMax() ? null : Refusal.AMOUNT_INVALID;
  }

  /** Why money in this currency and amount cannot move at all; null if it can. */
  @Nullable Refusal moneyRefusal(String currency, long amount) {
    Refusal refusal = currencyRefusal(currency);
    return refusal != null ? refusal : amountRefusal(amount);
  }

  @Nullable Machine machine(String name) {
    return neighbours.machines.get(name);
  }

  /**
   * Why a card with its PIN is not served at this bank's machines for what only own cards may do;
   * null if it is.
   */
  Reply.@Nullable Refused ownCardRefusal(String card, PinVerifier pin) {
    if (CardNumber.isWellFormed(card) && neighbours.issuer(card) != null) {
      return refused(Refusal.SERVICE_NOT_OFFERED);
    }
    return cards.check(card, pin, entry);
  }

  /** Why there is no customer's account with this number; null if there is one, maybe closed. */
  @Nullable Refusal accountRefusal(String number) {
    AccountNumber parsed = AccountNumber.parse(number);
    if (parsed == null) {
      return Refusal.ACCOUNT_MALFORMED;
    }
    Account account = chart.find(parsed);
    return account == null || account.customer == null ? Refusal.ACCOUNT_UNKNOWN : null;
  }

  /** A customer's account that {@link #accountRefusal} found nothing against. */
  Account account(String number) {
    AccountNumber parsed = Objects.requireNonNull(AccountNumber.parse(number));
    return Objects.requireNonNull(chart.find(parsed));
  }

  /** Where a card's holder may name one of their accounts: why not this one; null if they may. */
  @Nullable Refusal ownAccountRefusal(Card card, @Nullable String number) {
    if (number == null) {
      return card.account.closed ? Refusal.ACCOUNT_CLOSED : null;
    }
    Refusal refusal = accountRefusal(number);
    if (refusal != null) {
      return refusal;
    }
    Account account = account(number);
    if (account.closed) {
      return Refusal.ACCOUNT_CLOSED;
    }
    return account.customer == card.account.customer ? null : Refusal.ACCOUNT_NOT_YOURS;
  }

  Account ownAccount(Card card, @Nullable String number) {
    return number == null ? card.account : account(number);
  }

  Reply.Balance balance(Account account) {
    return new Reply.Balance(
        chart.number(account.id),
        books.balance(account),
        books.available(account),
        who().currency());
  }

  static Reply.Refused refused(Refusal refusal) {
    return new Reply.Refused(refusal, -1);
  }

  /** What a refusal of the ledger means to whoever asked, after the bank's own checks. */
  static Refusal refusal(TransferResult result, Refusal ifShort) {
    return switch (result) {
      case EXCEEDS_CREDITS, EXCEEDS_DEBITS -> ifShort;
      case DEBIT_ACCOUNT_CLOSED, CREDIT_ACCOUNT_CLOSED -> Refusal.ACCOUNT_CLOSED;
      case OVERFLOW, CAPACITY_REACHED -> Refusal.CAPACITY_REACHED;
      case CREATED,
          LINKED_EVENT_FAILED,
          LINKED_CHAIN_OPEN,
          ID_MUST_NOT_BE_ZERO,
          ID_IN_FUTURE,
          ID_EXPIRED,
          FLAGS_INVALID,
          EXISTS,
          EXISTS_WITH_DIFFERENT_CONTENT,
          ID_ALREADY_FAILED,
          PENDING_ID_MUST_BE_ZERO,
          PENDING_ID_MUST_NOT_BE_ZERO,
          TIMEOUT_RESERVED_FOR_PENDING,
          AMOUNT_MUST_NOT_BE_ZERO,
          AMOUNT_NEGATIVE,
          DEBIT_ACCOUNT_NOT_FOUND,
          CREDIT_ACCOUNT_NOT_FOUND,
          ACCOUNTS_MUST_BE_DIFFERENT,
          CURRENCIES_DIFFER,
          PENDING_TRANSFER_NOT_FOUND,
          PENDING_TRANSFER_NOT_PENDING,
          PENDING_TRANSFER_HAS_DIFFERENT_ACCOUNTS,
          PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT,
          EXCEEDS_PENDING_TRANSFER_AMOUNT,
          PENDING_TRANSFER_ALREADY_POSTED,
          PENDING_TRANSFER_ALREADY_VOIDED,
          PENDING_TRANSFER_EXPIRED ->
          throw new IllegalStateException("the ledger refused what was checked: " + result);
    };
  }
}
