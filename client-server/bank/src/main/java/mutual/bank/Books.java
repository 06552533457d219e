package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import mutual.bank.Bank.AccountView.Kind;
import mutual.ledger.AccountBalance;
import mutual.ledger.AccountFlags;
import mutual.ledger.AccountResult;
import mutual.ledger.Ledger;
import mutual.ledger.LedgerListener;
import mutual.ledger.PendingTransfer;
import mutual.ledger.TransferBatch;
import mutual.ledger.TransferFlags;
import mutual.ledger.TransferId;
import mutual.ledger.TransferResult;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bank's books: the ledger, the chart of its accounts, and the postings made of each movement.
 *
 * <p>The bank names its own transfers. Their ids carry the entry's time and a number in sequence,
 * with the two variant bits set that no UUID of RFC 9562 has: so no program can take an id before
 * the bank does, nor name one of the bank's holds.
 */
final class Books implements LedgerListener {
  private static final long OWN_ID = 0xc000_0000_0000_0000L;

  private final Entry entry;
  private final Ledger ledger;
  private final Chart chart;
  private final Postings postings;
  private final TransferBatch pair = new TransferBatch(2);
  private final byte[] pairResults = new byte[2];
  private int currency;
  private long transfers;
  private Purpose purpose = Purpose.BATCH;

  Books(BankLimits limits, Entry entry, Chart chart, Postings postings) {
    this.entry = entry;
    this.chart = chart;
    this.postings = postings;
    ledger = new Ledger(limits.ledger());
    ledger.listen(this);
  }

  /**
   * What a movement is for.
   *
   * @param place stands on the customer's side in place of the other account's number
   * @param id null: the transfer's own
   */
  record Purpose(
      PostingKind kind, @Nullable String place, @Nullable String reference, @Nullable UUID id) {
    static final Purpose BATCH = new Purpose(PostingKind.BATCH, null, null, null);

    Purpose ofKind(PostingKind other) {
      return new Purpose(other, place, reference, id);
    }
  }

  /** Three capital letters, five bits each, as a number for the ledger. */
  void currency(String code) {
    currency = 0;
    for (int i = 0; i < code.length(); i++) {
      currency = currency << 5 | code.charAt(i) - '@';
    }
  }

  /** Opens an account; null if the ledger has no room. */
  @Nullable Account open(Kind kind, @Nullable Customer customer, long overdraft) {
    int flags =
        switch (kind) {
          case MACHINE_CASH, VAULT, DUE_FROM -> AccountFlags.CREDITS_MUST_NOT_EXCEED_DEBITS;
          case CUSTOMER, DUE_TO, FEE_INCOME, CAPITAL -> AccountFlags.DEBITS_MUST_NOT_EXCEED_CREDITS;
        };
    AccountResult result = ledger.createAccount(chart.nextId(customer), currency, flags, overdraft);
    return switch (result) {
      case OK -> chart.add(kind, customer, overdraft);
      case CAPACITY_REACHED -> null;
      case ID_MUST_NOT_BE_ZERO,
          FLAGS_INVALID,
          CURRENCY_INVALID,
          ALLOWANCE_NEGATIVE,
          EXISTS,
          EXISTS_WITH_DIFFERENT_CONTENT,
          NOT_FOUND,
          NOT_EMPTY ->
          throw new IllegalStateException("ledger refused an account: " + result);
    };
  }

  /** Closes an account; false if there is money or a hold on it. */
  boolean close(Account account) {
    account.closed = ledger.closeAccount(account.id) == AccountResult.OK;
    return account.closed;
  }

  AccountBalance sums(Account account) {
    return Objects.requireNonNull(ledger.account(account.id));
  }

  /** What the account holds, from its own point of view. */
  long balance(Account account) {
    AccountBalance sums = sums(account);
    long credit = sums.creditsPosted() - sums.debitsPosted();
    return account.asset() ? -credit : credit;
  }

  /** What is held on the account, to leave it. */
  long held(Account account) {
    AccountBalance sums = sums(account);
    return account.asset() ? sums.creditsPending() : sums.debitsPending();
  }

  /** What may leave the account now. */
  long available(Account account) {
    AccountBalance sums = sums(account);
    return account.asset()
        ? sums.debitsPosted() - sums.creditsPosted() - sums.creditsPending()
        : sums.creditsPosted() - sums.debitsPosted() - sums.debitsPending() + account.overdraft;
  }

  /** Moves money at once. */
  TransferResult move(Account debit, Account credit, long amount, Purpose why) {
    purpose = why;
    transfers++;
    return ledger.transfer(
        entry.millis(),
        ownHigh(entry.millis()),
        ownLow(transfers),
        debit.id,
        credit.id,
        amount,
        0,
        0,
        0,
        0);
  }

  /**
   * Moves an amount and a fee, both or none, for what has already happened: past balance limits and
   * closed accounts.
   */
  TransferResult force(
      Account debit,
      Account credit,
      long amount,
      Account feeDebit,
      Account feeCredit,
      long fee,
      Purpose why) {
    purpose = why;
    long number = transfers + 1;
    transfers += 2;
    pair.clear();
    force(number, debit, credit, amount, fee > 0 ? TransferFlags.LINKED : 0, why.kind);
    if (fee > 0) {
      force(number + 1, feeDebit, feeCredit, fee, 0, PostingKind.FEE);
    }
    return pairResult();
  }

  /** The kind of posting goes along as the transfer's code, since the two differ. */
  private void force(
      long number, Account debit, Account credit, long amount, int linked, PostingKind kind) {
    pair.add(
        ownHigh(entry.millis()),
        ownLow(number),
        debit.id,
        credit.id,
        amount,
        TransferFlags.FORCED | linked,
        0,
        0,
        0,
        kind.code(),
        0);
  }

  /** What became of the pair: its first refusal, if there is one. */
  private TransferResult pairResult() {
    if (ledger.apply(entry.millis(), pair, pairResults) == 0) {
      return TransferResult.CREATED;
    }
    TransferResult first = TransferResult.ofCode(pairResults[0]);
    return first == TransferResult.LINKED_EVENT_FAILED
        ? TransferResult.ofCode(pairResults[1])
        : first;
  }

  /**
   * Reserves an amount and a fee, both or none.
   *
   * @return the hold's number for {@link #settle} and {@link #release}; negative: the code of the
   *     ledger's refusal
   */
  long hold(Account debit, Account credit, long amount, Account feeCredit, long fee) {
    long number = transfers + 1;
    transfers += 2;
    int linked = fee > 0 ? TransferFlags.LINKED : 0;
    long high = ownHigh(entry.millis());
    pair.clear();
    pair.add(high, ownLow(number), debit.id, credit.id, amount, TransferFlags.PENDING | linked);
    if (fee > 0) {
      pair.add(high, ownLow(number + 1), debit.id, feeCredit.id, fee, TransferFlags.PENDING);
    }
    TransferResult result = pairResult();
    return result == TransferResult.CREATED ? number : -result.code();
  }

  /** Moves up to what was held since then; the rest is released. */
  void settle(long sinceMillis, long hold, long amount, long fee, Purpose why) {
    resolve(sinceMillis, hold, amount, TransferFlags.POST_PENDING, why);
    if (ledger.pending(ownHigh(sinceMillis), ownLow(hold + 1)) != null) {
      if (fee > 0) {
        Purpose feeWhy = why.ofKind(PostingKind.FEE);
        resolve(sinceMillis, hold + 1, fee, TransferFlags.POST_PENDING, feeWhy);
      } else {
        resolve(sinceMillis, hold + 1, 0, TransferFlags.VOID_PENDING, why);
      }
    }
  }

  void release(long sinceMillis, long hold) {
    resolve(sinceMillis, hold, 0, TransferFlags.VOID_PENDING, Purpose.BATCH);
    if (ledger.pending(ownHigh(sinceMillis), ownLow(hold + 1)) != null) {
      resolve(sinceMillis, hold + 1, 0, TransferFlags.VOID_PENDING, Purpose.BATCH);
    }
  }

  /** Cannot fail: a hold keeps room for what resolves it. */
  private void resolve(long sinceMillis, long hold, long amount, int flags, Purpose why) {
    purpose = why;
    transfers++;
    TransferResult result =
        ledger.transfer(
            entry.millis(),
            ownHigh(entry.millis()),
            ownLow(transfers),
            0,
            0,
            amount,
            flags,
            ownHigh(sinceMillis),
            ownLow(hold),
            0);
    if (result != TransferResult.CREATED) {
      throw new IllegalStateException("hold " + hold + " cannot be resolved: " + result);
    }
  }

  /** Applies a program's transfers; see {@link BatchTransfers}. */
  int apply(DirectBuffer transfersOutside, int offset, int count, byte[] results) {
    purpose = Purpose.BATCH;
    return ledger.apply(
        entry.millis(), transfersOutside, offset, count, TransferFlags.OUTSIDE, results);
  }

  /** True if only the bank itself gives such ids. */
  static boolean isOwn(long idLow) {
    return idLow >>> 62 == 3;
  }

  boolean isHeld(long sinceMillis, long hold) {
    return ledger.pending(ownHigh(sinceMillis), ownLow(hold)) != null;
  }

  private static long ownHigh(long millis) {
    return TransferId.high(millis, 0);
  }

  private static long ownLow(long number) {
    return OWN_ID | number;
  }

  @Override
  public void posted(
      long timestampMillis,
      long idHigh,
      long idLow,
      long debitAccount,
      long creditAccount,
      long amount,
      int code,
      long userData) {
    Account debit = chart.get(debitAccount);
    Account credit = chart.get(creditAccount);
    UUID named = purpose.id;
    long high = named == null ? idHigh : named.getMostSignificantBits();
    long low = named == null ? idLow : named.getLeastSignificantBits();
    PostingKind kind =
        code == 0 || purpose.kind == PostingKind.BATCH ? purpose.kind : PostingKind.ofCode(code);
    post(kind, debit, debit.asset() ? amount : -amount, creditAccount, high, low);
    post(kind, credit, credit.asset() ? -amount : amount, debitAccount, high, low);
  }

  private void post(
      PostingKind kind, Account account, long amount, long other, long idHigh, long idLow) {
    account.posted += amount;
    account.lastPosting =
        postings.add(
            entry.millis(),
            account.id,
            amount,
            account.posted,
            account.lastPosting,
            kind,
            other,
            account.kind == Kind.CUSTOMER ? purpose.place : null,
            purpose.reference,
            idHigh,
            idLow);
  }

  @Override
  public void expired(long timestampMillis, PendingTransfer transfer) {
    // Only holds of programs expire, and what never moved makes no posting.
  }

  Ledger ledger() {
    return ledger;
  }

  void writeSnapshot(DataOutput out) throws IOException {
    out.writeLong(transfers);
    ledger.writeSnapshot(out);
  }

  void readSnapshot(DataInput in) throws IOException {
    transfers = in.readLong();
    ledger.readSnapshot(in);
  }
}
