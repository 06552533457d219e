package mutual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private static final int EUR = 978;
  private static final int USD = 840;
  private static final long CASH = 1;
  private static final long ANNA = 2;
  private static final long BEN = 3;
  private static final long DOLLARS = 4;
  private static final long NOBODY = 99;
  private static final long WINDOW = 60_000;
  private static final long SKEW = 1_000;
  private static final LedgerLimits LIMITS = new LedgerLimits(4, 10, WINDOW, SKEW);

  private final Ledger ledger = new Ledger(LIMITS);
  private long now = 1_800_000_000_000L;
  private int ids;

  @BeforeEach
  void openAccounts() {
    int limited = AccountFlags.DEBITS_MUST_NOT_EXCEED_CREDITS;
    assertThat(ledger.createAccount(CASH, EUR, 0, 0)).isEqualTo(AccountResult.OK);
    assertThat(ledger.createAccount(ANNA, EUR, limited, 50)).isEqualTo(AccountResult.OK);
    assertThat(ledger.createAccount(BEN, EUR, 0, 0)).isEqualTo(AccountResult.OK);
    assertThat(ledger.createAccount(DOLLARS, USD, 0, 0)).isEqualTo(AccountResult.OK);
  }

  @Test
  void movesAnAmountBetweenTwoAccounts() {
    assertThat(move(newId(), CASH, ANNA, 100)).isEqualTo(TransferResult.CREATED);

    assertThat(account(CASH).debitsPosted()).isEqualTo(100);
    assertThat(account(ANNA).creditsPosted()).isEqualTo(100);
    assertThat(ledger.totals())
        .contains(
            new CurrencyTotals(
                EUR,
                BigInteger.ZERO,
                BigInteger.valueOf(100),
                BigInteger.ZERO,
                BigInteger.valueOf(100)))
        .allMatch(CurrencyTotals::balanced);
  }

  @Test
  void movesAnAmountOnceHoweverOftenAsked() {
    long id = newId();
    assertThat(move(id, CASH, ANNA, 100)).isEqualTo(TransferResult.CREATED);
    now += WINDOW - 1;
    assertThat(move(id, CASH, ANNA, 100)).isEqualTo(TransferResult.EXISTS);
    assertThat(move(id, CASH, ANNA, 101)).isEqualTo(TransferResult.EXISTS_WITH_DIFFERENT_CONTENT);
    now += 2;
    assertThat(move(id, CASH, ANNA, 100)).isEqualTo(TransferResult.ID_EXPIRED);
    assertThat(account(ANNA).creditsPosted()).isEqualTo(100);
  }

  @Test
  void refusesIdsThatAreZeroOrAheadOfTheClock() {
    assertThat(ledger.transfer(now, 0, 0, CASH, ANNA, 1, 0, 0, 0, 0))
        .isEqualTo(TransferResult.ID_MUST_NOT_BE_ZERO);
    assertThat(move(TransferId.high(now + SKEW, 1), CASH, ANNA, 1))
        .isEqualTo(TransferResult.CREATED);
    assertThat(move(TransferId.high(now + SKEW + 1, 1), CASH, ANNA, 1))
        .isEqualTo(TransferResult.ID_IN_FUTURE);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(with(CASH, ANNA, 1, 1 << 5, 0, 0)).isEqualTo(TransferResult.FLAGS_INVALID);
    int both = TransferFlags.PENDING | TransferFlags.VOID_PENDING;
    assertThat(with(CASH, ANNA, 1, both, 0, 0)).isEqualTo(TransferResult.FLAGS_INVALID);
    assertThat(with(CASH, ANNA, 1, TransferFlags.LINKED, 0, 0))
        .isEqualTo(TransferResult.LINKED_CHAIN_OPEN);
    assertThat(with(CASH, ANNA, 1, 0, 7, 0)).isEqualTo(TransferResult.PENDING_ID_MUST_BE_ZERO);
    assertThat(with(0, 0, 0, TransferFlags.POST_PENDING, 0, 0))
        .isEqualTo(TransferResult.PENDING_ID_MUST_NOT_BE_ZERO);
    assertThat(with(CASH, ANNA, 1, 0, 0, 5)).isEqualTo(TransferResult.TIMEOUT_RESERVED_FOR_PENDING);
    assertThat(move(newId(), CASH, ANNA, 0)).isEqualTo(TransferResult.AMOUNT_MUST_NOT_BE_ZERO);
    assertThat(move(newId(), CASH, ANNA, -1)).isEqualTo(TransferResult.AMOUNT_NEGATIVE);
    assertThat(move(newId(), ANNA, ANNA, 1)).isEqualTo(TransferResult.ACCOUNTS_MUST_BE_DIFFERENT);
    assertThat(move(newId(), CASH, DOLLARS, 1)).isEqualTo(TransferResult.CURRENCIES_DIFFER);
    assertThat(ledger.rememberedCount()).isZero();
  }

  @Test
  void aRefusalBecauseOfTheBooksStaysOne() {
    Ledger roomy = new Ledger(new LedgerLimits(10, 10, WINDOW, SKEW));
    roomy.createAccount(CASH, EUR, 0, 0);
    long id = newId();
    assertThat(roomy.transfer(now, id, 1, CASH, ANNA, 1, 0, 0, 0, 0))
        .isEqualTo(TransferResult.CREDIT_ACCOUNT_NOT_FOUND);
    roomy.createAccount(ANNA, EUR, 0, 0);
    assertThat(roomy.transfer(now, id, 1, CASH, ANNA, 1, 0, 0, 0, 0))
        .isEqualTo(TransferResult.ID_ALREADY_FAILED);
    assertThat(roomy.state(id, 1)).isEqualTo(TransferState.FAILED);
    assertThat(move(newId(), NOBODY, ANNA, 1)).isEqualTo(TransferResult.DEBIT_ACCOUNT_NOT_FOUND);
  }

  @Test
  void keepsToBalanceLimitsAndTheirAllowance() {
    move(newId(), CASH, ANNA, 100);
    assertThat(move(newId(), ANNA, CASH, 151)).isEqualTo(TransferResult.EXCEEDS_CREDITS);
    assertThat(move(newId(), ANNA, CASH, 150)).isEqualTo(TransferResult.CREATED);
    assertThat(ledger.changeAllowance(ANNA, 51)).isEqualTo(AccountResult.OK);
    assertThat(move(newId(), ANNA, CASH, 2)).isEqualTo(TransferResult.EXCEEDS_CREDITS);
    assertThat(move(newId(), ANNA, CASH, 1)).isEqualTo(TransferResult.CREATED);

    Ledger other = new Ledger(LIMITS);
    other.createAccount(CASH, EUR, AccountFlags.CREDITS_MUST_NOT_EXCEED_DEBITS, 0);
    other.createAccount(BEN, EUR, 0, 0);
    assertThat(other.transfer(now, newId(), 1, BEN, CASH, 1, 0, 0, 0, 0))
        .isEqualTo(TransferResult.EXCEEDS_DEBITS);
  }

  @Test
  void refusesSumsThatWouldNotFit() {
    assertThat(move(newId(), CASH, BEN, Long.MAX_VALUE)).isEqualTo(TransferResult.CREATED);
    assertThat(move(newId(), CASH, ANNA, 1)).isEqualTo(TransferResult.OVERFLOW);
    assertThat(move(newId(), ANNA, BEN, 1)).isEqualTo(TransferResult.OVERFLOW);
    assertThat(move(newId(), BEN, CASH, Long.MAX_VALUE)).isEqualTo(TransferResult.CREATED);
  }

  @Test
  void postsAllOrAPartOfWhatIsPending() {
    long whole = reserve(100, 0);
    long part = reserve(40, 0);
    assertThat(account(CASH).debitsPending()).isEqualTo(140);
    assertThat(resolve(whole, TransferFlags.POST_PENDING, 0)).isEqualTo(TransferResult.CREATED);
    assertThat(resolve(part, TransferFlags.POST_PENDING, 41))
        .isEqualTo(TransferResult.EXCEEDS_PENDING_TRANSFER_AMOUNT);
    assertThat(resolve(part, TransferFlags.POST_PENDING, 30)).isEqualTo(TransferResult.CREATED);
    assertThat(account(CASH).debitsPending()).isZero();
    assertThat(account(ANNA).creditsPosted()).isEqualTo(130);
    assertThat(resolve(part, TransferFlags.VOID_PENDING, 0))
        .isEqualTo(TransferResult.PENDING_TRANSFER_ALREADY_POSTED);
    assertThat(ledger.pending(part, 1)).isNull();
    assertThat(ledger.state(part, 1)).isEqualTo(TransferState.POSTED);
  }

  @Test
  void voidsWhatIsPendingWhole() {
    long id = reserve(100, 0);
    assertThat(resolve(id, TransferFlags.VOID_PENDING, 99))
        .isEqualTo(TransferResult.PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT);
    assertThat(with(CASH, BEN, 0, TransferFlags.VOID_PENDING, id, 0))
        .isEqualTo(TransferResult.PENDING_TRANSFER_HAS_DIFFERENT_ACCOUNTS);
    assertThat(with(CASH, ANNA, 100, TransferFlags.VOID_PENDING, id, 0))
        .isEqualTo(TransferResult.CREATED);
    assertThat(account(CASH).debitsPending()).isZero();
    assertThat(resolve(id, TransferFlags.POST_PENDING, 0))
        .isEqualTo(TransferResult.PENDING_TRANSFER_ALREADY_VOIDED);
    assertThat(resolve(newId(), TransferFlags.POST_PENDING, 0))
        .isEqualTo(TransferResult.PENDING_TRANSFER_NOT_FOUND);
    long single = newId();
    move(single, CASH, ANNA, 1);
    assertThat(resolve(single, TransferFlags.POST_PENDING, 0))
        .isEqualTo(TransferResult.PENDING_TRANSFER_NOT_PENDING);
  }

  @Test
  void releasesWhatHasExpiredByTheTimeOfTheNextEntry() {
    long id = reserve(100, 5);
    now += 4_999;
    ledger.advance(now);
    assertThat(Objects.requireNonNull(ledger.pending(id, 1)).expiresAtMillis()).isEqualTo(now + 1);
    now++;
    ledger.advance(now);
    assertThat(account(CASH).debitsPending()).isZero();
    assertThat(ledger.state(id, 1)).isEqualTo(TransferState.EXPIRED);
    assertThat(resolve(id, TransferFlags.POST_PENDING, 0))
        .isEqualTo(TransferResult.PENDING_TRANSFER_EXPIRED);
  }

  @Test
  void keepsAPendingTransferBeyondTheWindow() {
    long id = reserve(100, 0);
    now += 10 * WINDOW;
    assertThat(move(newId(), CASH, ANNA, 1)).isEqualTo(TransferResult.CREATED);
    assertThat(ledger.state(id, 1)).isNull();
    assertThat(ledger.pending(id, 1)).isNotNull();
    assertThat(resolve(id, TransferFlags.POST_PENDING, 0)).isEqualTo(TransferResult.CREATED);
    assertThat(account(ANNA).creditsPosted()).isEqualTo(101);
    assertThat(resolve(id, TransferFlags.POST_PENDING, 0))
        .isEqualTo(TransferResult.PENDING_TRANSFER_NOT_FOUND);
  }

  @Test
  void closesOnlyEmptyAccounts() {
    long id = reserve(100, 0);
    assertThat(ledger.closeAccount(ANNA)).isEqualTo(AccountResult.NOT_EMPTY);
    resolve(id, TransferFlags.POST_PENDING, 0);
    assertThat(ledger.closeAccount(ANNA)).isEqualTo(AccountResult.NOT_EMPTY);
    move(newId(), ANNA, CASH, 100);
    assertThat(ledger.closeAccount(ANNA)).isEqualTo(AccountResult.OK);
    assertThat(ledger.closeAccount(NOBODY)).isEqualTo(AccountResult.NOT_FOUND);
    assertThat(move(newId(), CASH, ANNA, 1)).isEqualTo(TransferResult.CREDIT_ACCOUNT_CLOSED);
    assertThat(move(newId(), ANNA, CASH, 1)).isEqualTo(TransferResult.DEBIT_ACCOUNT_CLOSED);
  }

  @Test
  void aForcedTransferIsBookedOnAClosedAccountAndBeyondALimit() {
    assertThat(ledger.closeAccount(ANNA)).isEqualTo(AccountResult.OK);
    assertThat(with(ANNA, CASH, 1_000, TransferFlags.FORCED, 0, 0))
        .isEqualTo(TransferResult.CREATED);
    assertThat(account(ANNA).debitsPosted()).isEqualTo(1_000);
  }

  @Test
  void refusesForcedTransfersFromOutside() {
    TransferBatch batch = new TransferBatch(1);
    batch.add(newId(), 1, CASH, ANNA, 1, TransferFlags.FORCED);
    byte[] results = new byte[1];
    UnsafeBuffer bytes = new UnsafeBuffer(batch.toBytes());
    assertThat(ledger.apply(now, bytes, 0, 1, TransferFlags.OUTSIDE, results)).isEqualTo(1);
    assertThat(results[0]).isEqualTo((byte) TransferResult.FLAGS_INVALID.code());
  }

  @Test
  void aChainSucceedsOrFailsAsOne() {
    long first = newId();
    long second = newId();
    TransferBatch batch = new TransferBatch();
    batch.add(first, 1, CASH, ANNA, 100, TransferFlags.LINKED);
    batch.add(second, 1, ANNA, BEN, 151, 0);
    batch.add(newId(), 1, CASH, BEN, 7, 0);
    assertThat(results(batch))
        .containsExactly(
            TransferResult.LINKED_EVENT_FAILED,
            TransferResult.EXCEEDS_CREDITS,
            TransferResult.CREATED);
    assertThat(account(ANNA).creditsPosted()).isZero();
    assertThat(ledger.state(first, 1)).isNull();
    assertThat(ledger.state(second, 1)).isEqualTo(TransferState.FAILED);
  }

  @Test
  void aChainAskedForAgainExists() {
    TransferBatch batch = new TransferBatch();
    batch.add(newId(), 1, CASH, ANNA, 100, TransferFlags.LINKED);
    batch.add(newId(), 1, ANNA, BEN, 100, 0);
    assertThat(results(batch)).containsOnly(TransferResult.CREATED);
    assertThat(results(batch)).containsOnly(TransferResult.EXISTS);
    assertThat(account(BEN).creditsPosted()).isEqualTo(100);
  }

  @Test
  void aChainMayReserveAndPostWithinItself() {
    long reserved = newId();
    TransferBatch batch = new TransferBatch();
    int flags = TransferFlags.LINKED | TransferFlags.PENDING;
    batch.add(reserved, 1, CASH, ANNA, 100, flags);
    batch.add(newId(), 1, 0, 0, 60, TransferFlags.POST_PENDING, reserved, 1, 0, 0, 0);
    assertThat(results(batch)).containsOnly(TransferResult.CREATED);
    assertThat(account(ANNA).creditsPosted()).isEqualTo(60);
    assertThat(ledger.pendingCount()).isZero();
  }

  @Test
  void aFullLedgerStillResolvesWhatIsPending() {
    long id = reserve(100, 0);
    for (int i = 0; i < LIMITS.transfersMax() - 2; i++) {
      assertThat(move(newId(), CASH, BEN, 1)).isEqualTo(TransferResult.CREATED);
    }
    assertThat(move(newId(), CASH, BEN, 1)).isEqualTo(TransferResult.CAPACITY_REACHED);
    assertThat(resolve(id, TransferFlags.POST_PENDING, 0)).isEqualTo(TransferResult.CREATED);
    assertThat(ledger.rememberedCount()).isEqualTo(LIMITS.transfersMax());
    now += 2 * WINDOW;
    assertThat(move(newId(), CASH, BEN, 1)).isEqualTo(TransferResult.CREATED);
    assertThat(ledger.rememberedCount()).isEqualTo(1);
  }

  @Test
  void refusesAccountsThatMakeNoSenseAndMoreThanTheLimit() {
    int both =
        AccountFlags.DEBITS_MUST_NOT_EXCEED_CREDITS | AccountFlags.CREDITS_MUST_NOT_EXCEED_DEBITS;
    assertThat(ledger.createAccount(0, EUR, 0, 0)).isEqualTo(AccountResult.ID_MUST_NOT_BE_ZERO);
    assertThat(ledger.createAccount(9, EUR, both, 0)).isEqualTo(AccountResult.FLAGS_INVALID);
    assertThat(ledger.createAccount(9, EUR, AccountFlags.CLOSED, 0))
        .isEqualTo(AccountResult.FLAGS_INVALID);
    assertThat(ledger.createAccount(9, 0, 0, 0)).isEqualTo(AccountResult.CURRENCY_INVALID);
    assertThat(ledger.createAccount(9, EUR, 0, -1)).isEqualTo(AccountResult.ALLOWANCE_NEGATIVE);
    assertThat(ledger.createAccount(BEN, EUR, 0, 0)).isEqualTo(AccountResult.EXISTS);
    assertThat(ledger.createAccount(BEN, USD, 0, 0))
        .isEqualTo(AccountResult.EXISTS_WITH_DIFFERENT_CONTENT);
    assertThat(ledger.createAccount(9, EUR, 0, 0)).isEqualTo(AccountResult.CAPACITY_REACHED);
  }

  @Test
  void tellsItsListenerWhatWasPostedAndWhatExpired() {
    List<String> heard = new ArrayList<>();
    ledger.listen(
        new LedgerListener() {
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
            heard.add(debitAccount + ">" + creditAccount + " " + amount + " " + code);
          }

          @Override
          public void expired(long timestampMillis, PendingTransfer transfer) {
            heard.add("expired " + transfer.amount());
          }
        });
    long id = newId();
    ledger.transfer(now, id, 1, CASH, ANNA, 9, TransferFlags.PENDING, 0, 0, 1, 42, 0);
    resolve(id, TransferFlags.POST_PENDING, 8);
    reserve(5, 1);
    now += 1000;
    ledger.advance(now);
    TransferBatch failing = new TransferBatch();
    failing.add(newId(), 1, CASH, ANNA, 1, TransferFlags.LINKED);
    failing.add(newId(), 1, CASH, NOBODY, 1, 0);
    results(failing);
    assertThat(heard).containsExactly("1>2 8 42", "expired 5");
  }

  @Test
  void refusesTimeThatGoesBackAndBatchesThatAreTooLong() {
    ledger.advance(now);
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.advance(now - 1));
    int tooMany = TransferLayout.BATCH_TRANSFERS_MAX + 1;
    UnsafeBuffer bytes = new UnsafeBuffer(new byte[tooMany * TransferLayout.TRANSFER_BYTES]);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ledger.apply(now, bytes, 0, tooMany, TransferFlags.ALL, new byte[tooMany]));
  }

  private TransferResult move(long idHigh, long debit, long credit, long amount) {
    return ledger.transfer(now, idHigh, 1, debit, credit, amount, 0, 0, 0, 0);
  }

  private TransferResult with(
      long debit, long credit, long amount, int flags, long pendingHigh, int timeoutSeconds) {
    long pendingLow = pendingHigh == 0 ? 0 : 1;
    return ledger.transfer(
        now, newId(), 1, debit, credit, amount, flags, pendingHigh, pendingLow, timeoutSeconds);
  }

  private long reserve(long amount, int timeoutSeconds) {
    long id = newId();
    TransferResult result =
        ledger.transfer(
            now, id, 1, CASH, ANNA, amount, TransferFlags.PENDING, 0, 0, timeoutSeconds);
    assertThat(result).isEqualTo(TransferResult.CREATED);
    return id;
  }

  private TransferResult resolve(long pendingHigh, int flags, long amount) {
    return with(0, 0, amount, flags, pendingHigh, 0);
  }

  private List<TransferResult> results(TransferBatch batch) {
    byte[] codes = new byte[batch.count()];
    ledger.apply(now, batch, codes);
    List<TransferResult> results = new ArrayList<>();
    for (byte code : codes) {
      results.add(TransferResult.ofCode(code));
    }
    return results;
  }

  private AccountBalance account(long id) {
    return Objects.requireNonNull(ledger.account(id));
  }

  /** The high half of an id never used before. */
  private long newId() {
    return TransferId.high(now, ++ids);
  }
}
