package mutual.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import mutual.ledger.LedgerModel.Transfer;
import mutual.ledger.LedgerModel.TransferKey;
import org.junit.jupiter.api.Test;

/**
 * Laws of the ledger over random sequences. A failure names its seed; {@code -Dmutual.seed=N} runs
 * that one alone.
 */
final class LedgerProperties {
  private static final int RUNS = 400;
  private static final int ENTRIES = 120;
  private static final long START = 1_800_000_000_000L;
  private static final List<LedgerLimits> LIMITS =
      List.of(
          new LedgerLimits(12, 10_000, 60_000, 5_000),
          new LedgerLimits(12, 60, 60_000, 0),
          new LedgerLimits(12, 10_000, 10, 3_000),
          new LedgerLimits(9, 200, 86_400_000, 3_600_000));

  @Test
  void agreesWithTheModelAndSurvivesSnapshotsAtAnyPoint() throws IOException {
    Set<TransferResult> seen = EnumSet.noneOf(TransferResult.class);
    Long only = Long.getLong("mutual.seed");
    long first = only == null ? 1 : only;
    long last = only == null ? RUNS : only;
    for (long seed = first; seed <= last; seed++) {
      try {
        new Run(seed, seen).go();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "failed with seed " + seed + "; replay with -Dmutual.seed=" + seed, e);
      }
    }
    if (only == null) {
      assertThat(seen).containsExactlyInAnyOrder(TransferResult.values());
    }
  }

  private static final class Run {
    private final Random random;
    private final Set<TransferResult> seen;
    private final LedgerLimits limits;
    private final LedgerModel model;
    private final Ledger untouched;
    private Ledger ledger;
    private final List<Transfer> history = new ArrayList<>();
    private final TransferBatch batch = new TransferBatch(64);
    private long now = START;

    Run(long seed, Set<TransferResult> seen) {
      this.random = new Random(seed);
      this.seen = seen;
      this.limits = LIMITS.get((int) (seed % LIMITS.size()));
      this.model = new LedgerModel(limits);
      this.ledger = new Ledger(limits);
      this.untouched = new Ledger(limits);
    }

    void go() throws IOException {
      for (int i = 0; i < 8; i++) {
        createAccount();
      }
      for (int i = 0; i < ENTRIES; i++) {
        step();
        if (random.nextInt(20) == 0) {
          byte[] snapshot = snapshot(ledger);
          ledger = new Ledger(limits);
          ledger.readSnapshot(new DataInputStream(new ByteArrayInputStream(snapshot)));
          assertThat(snapshot(ledger)).isEqualTo(snapshot);
        }
        compare();
      }
      // The one that was restored again and again equals the one that never stopped.
      assertThat(snapshot(ledger)).isEqualTo(snapshot(untouched));
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0, 1 -> createAccount();
        case 2 -> {
          long id = accountId();
          AccountResult result = model.close(id);
          assertThat(ledger.closeAccount(id)).isEqualTo(result);
          assertThat(untouched.closeAccount(id)).isEqualTo(result);
        }
        case 3 -> {
          long id = accountId();
          long allowance = random.nextLong(-5, 195);
          AccountResult result = model.changeAllowance(id, allowance);
          assertThat(ledger.changeAllowance(id, allowance)).isEqualTo(result);
          assertThat(untouched.changeAllowance(id, allowance)).isEqualTo(result);
        }
        case 4 -> {
          passTime();
          model.advance(now);
          ledger.advance(now);
          untouched.advance(now);
        }
        default -> transfers();
      }
    }

    private void createAccount() {
      long id = accountId();
      int currency = random.nextInt(15) - 1 < 0 ? 0 : 1 + random.nextInt(20) / 17;
      int flags = random.nextInt(3) == 0 ? random.nextInt(5) : 0;
      long allowance = random.nextLong(-1, 59);
      AccountResult result = model.create(id, currency, flags, allowance);
      assertThat(ledger.createAccount(id, currency, flags, allowance)).isEqualTo(result);
      assertThat(untouched.createAccount(id, currency, flags, allowance)).isEqualTo(result);
    }

    private void transfers() {
      passTime();
      int count = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 1;
      List<Transfer> transfers = new ArrayList<>();
      batch.clear();
      while (transfers.size() < count) {
        if (!history.isEmpty() && random.nextInt(8) == 0) {
          replay(transfers, count);
        } else {
          transfers.add(transfer());
        }
      }
      history.addAll(transfers);
      transfers.forEach(
          t ->
              batch.add(
                  t.id().high(),
                  t.id().low(),
                  t.debit(),
                  t.credit(),
                  t.amount(),
                  t.flags(),
                  t.pendingId().high(),
                  t.pendingId().low(),
                  t.timeoutSeconds(),
                  t.code(),
                  t.userData()));
      int allowed = random.nextInt(4) == 0 ? TransferFlags.OUTSIDE : TransferFlags.ALL;
      byte[] expected = model.apply(now, transfers, allowed);
      byte[] results = new byte[transfers.size()];
      byte[] others = new byte[transfers.size()];
      int refused = ledger.apply(now, batch.buffer(), 0, batch.count(), allowed, results);
      untouched.apply(now, batch.buffer(), 0, batch.count(), allowed, others);
      assertThat(results).describedAs("results of %s", transfers).isEqualTo(expected);
      assertThat(others).isEqualTo(expected);
      int notCreated = 0;
      for (byte code : expected) {
        seen.add(TransferResult.ofCode(code));
        notCreated += code == 0 ? 0 : 1;
      }
      assertThat(refused).isEqualTo(notCreated);
    }

    /** A stretch of earlier transfers again, as whoever did not hear an answer would send it. */
    private void replay(List<Transfer> transfers, int count) {
      int from = random.nextInt(Math.min(history.size(), 40)) + Math.max(0, history.size() - 40);
      while (from < history.size() && transfers.size() < count) {
        Transfer transfer = history.get(from++);
        transfers.add(transfer);
        if (!transfer.is(TransferFlags.LINKED)) {
          return;
        }
      }
    }

    private Transfer transfer() {
      TransferKey pendingId = new TransferKey(0, 0);
      int flags = 0;
      long debit = accountId();
      long credit = accountId();
      long amount = amount();
      int timeout = 0;
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          flags = TransferFlags.PENDING;
          timeout = random.nextInt(3) == 0 ? 0 : random.nextInt(20) == 0 ? -1 : random.nextInt(40);
        }
        case 2, 3 -> {
          flags = random.nextBoolean() ? TransferFlags.POST_PENDING : TransferFlags.VOID_PENDING;
          pendingId = pendingId();
          if (random.nextInt(3) != 0) {
            debit = 0;
            credit = 0;
            amount = random.nextInt(3) == 0 ? amount : 0;
          }
        }
        default -> {
          if (random.nextInt(30) == 0) {
            pendingId = knownId();
          }
        }
      }
      if (random.nextInt(4) == 0) {
        flags |= TransferFlags.LINKED;
      }
      if (random.nextInt(12) == 0) {
        flags |= TransferFlags.FORCED;
      }
      if (random.nextInt(50) == 0) {
        flags |= 1 << random.nextInt(7);
      }
      if (random.nextInt(60) == 0) {
        timeout = 1;
      }
      TransferKey id = random.nextInt(25) == 0 ? knownId() : newId();
      int code = random.nextInt(3);
      return new Transfer(
          id, debit, credit, amount, flags, pendingId, timeout, code, random.nextInt(2));
    }

    /** Mostly one that is pending or was. */
    private TransferKey pendingId() {
      List<TransferKey> candidates =
          switch (random.nextInt(4)) {
            case 0, 1 -> List.copyOf(model.pending().keySet());
            case 2 ->
                history.stream()
                    .map(Transfer::pendingId)
                    .filter(id -> model.state(id) != null)
                    .toList();
            default -> List.of();
          };
      return candidates.isEmpty() ? knownId() : candidates.get(random.nextInt(candidates.size()));
    }

    private long accountId() {
      return random.nextInt(13);
    }

    private long amount() {
      return switch (random.nextInt(25)) {
        case 0 -> 0;
        case 1 -> -random.nextInt(100);
        case 2 -> Long.MAX_VALUE - random.nextInt(3);
        case 3 -> Long.MIN_VALUE;
        default -> 1 + random.nextInt(100);
      };
    }

    private TransferKey knownId() {
      if (history.isEmpty() || random.nextInt(10) == 0) {
        return new TransferKey(0, 0);
      }
      int recent = Math.min(history.size(), random.nextInt(3) == 0 ? 400 : 12);
      return history.get(history.size() - 1 - random.nextInt(recent)).id();
    }

    private TransferKey newId() {
      long skew = limits.clockSkewMillisMax();
      long millis =
          switch (random.nextInt(10)) {
            case 0 -> now - limits.dedupWindowMillis() + random.nextInt(5) - 2;
            case 1 -> now + skew + random.nextInt(5) - 2;
            case 2 -> now - (long) (random.nextDouble() * limits.dedupWindowMillis());
            default -> now;
          };
      return random.nextInt(200) == 0
          ? new TransferKey(0, 0)
          : new TransferKey(
              TransferId.high(millis, random.nextInt()), TransferId.low(random.nextLong()));
    }

    private void passTime() {
      now +=
          switch (random.nextInt(20)) {
            case 0 -> random.nextLong(2 * limits.dedupWindowMillis());
            case 1, 2, 3 -> random.nextLong(limits.dedupWindowMillis() / 8 + 1);
            case 4, 5, 6, 7, 8, 9 -> random.nextInt(1500);
            default -> 0;
          };
    }

    private void compare() {
      assertThat(ledger.accountCount()).isEqualTo(model.accounts().size());
      int i = 0;
      for (Map.Entry<Long, LedgerModel.Account> entry : model.accounts().entrySet()) {
        AccountBalance balance = ledger.accountAt(i++);
        LedgerModel.Account account = entry.getValue();
        assertThat(balance)
            .isEqualTo(
                new AccountBalance(
                    entry.getKey(),
                    account.currency(),
                    account.flags(),
                    account.allowance().longValueExact(),
                    account.debitsPending().longValueExact(),
                    account.debitsPosted().longValueExact(),
                    account.creditsPending().longValueExact(),
                    account.creditsPosted().longValueExact()));
        assertThat(ledger.account(entry.getKey())).isEqualTo(balance);
      }
      assertThat(ledger.pendingCount()).isEqualTo(model.pending().size());
      assertThat(ledger.rememberedCount()).isEqualTo(model.remembered());
      model
          .pending()
          .forEach(
              (id, reserved) -> {
                PendingTransfer pending = ledger.pending(id.high(), id.low());
                assertThat(pending)
                    .isEqualTo(
                        new PendingTransfer(
                            id.high(),
                            id.low(),
                            reserved.transfer().debit(),
                            reserved.transfer().credit(),
                            reserved.transfer().amount(),
                            reserved.expiresAt(),
                            reserved.transfer().code(),
                            reserved.transfer().userData()));
              });
      for (int k = Math.max(0, history.size() - 30); k < history.size(); k++) {
        TransferKey id = history.get(k).id();
        assertThat(ledger.state(id.high(), id.low())).isEqualTo(model.state(id));
      }
      for (CurrencyTotals totals : ledger.totals()) {
        assertThat(totals.balanced()).isTrue();
        assertThat(totals.debitsPosted()).isGreaterThanOrEqualTo(BigInteger.ZERO);
      }
    }

    private static byte[] snapshot(Ledger ledger) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ledger.writeSnapshot(new DataOutputStream(bytes));
      return bytes.toByteArray();
    }
  }
}
