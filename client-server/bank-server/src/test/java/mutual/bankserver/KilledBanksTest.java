package mutual.bankserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import mutual.contracts.bank.v1.IdentifyCardResponse;
import mutual.contracts.bank.v1.Refusal;
import mutual.middleware.RequestIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Banks as processes of their own that are killed with {@code kill -9}, again and again, while
 * Southbank's card withdraws at Northbank's machine. Afterwards the customer has paid for exactly
 * what came out of the machine, and both banks agree.
 */
final class KilledBanksTest {
  private static final int KILLS = 5;
  private static final long AMOUNT = 500;
  private static final int PAYMENTS_BETWEEN_KILLS_MAX = 4;
  private static final long RETRY_NANOS = 20_000_000;
  private static final long KILL_JITTER_NANOS_MAX = 40_000_000;

  @TempDir Path folder;

  @Test
  void theIssuerIsKilledAgainAndAgain() throws Exception {
    try (TestTown town = new TestTown(folder)) {
      String card = eagerCard(town);
      BankServerConfig south = town.stopSouth();
      long paidOut = storm(town, card, south);
      town.startSouth(south);
      assertPaidFor(town, paidOut);
    }
  }

  @Test
  void theAcquirerIsKilledAgainAndAgain() throws Exception {
    try (TestTown town = new TestTown(folder)) {
      String card = eagerCard(town);
      BankServerConfig north = town.stopNorth();
      long paidOut = storm(town, card, north);
      town.startNorth(north);
      assertPaidFor(town, paidOut);
    }
  }

  /** A card without daily limits to speak of. */
  private static String eagerCard(TestTown town) {
    String card =
        town.south
            .office()
            .issueCard(
                RequestIds.next(), town.southAccount, YearMonth.of(2099, 12), 1_000_000, 10_000)
            .orThrow()
            .card()
            .number();
    var _ = town.south.office().setPin(card, TestTown.PIN).orThrow();
    return card;
  }

  private static void assertPaidFor(TestTown town, long paidOut) {
    town.assertSettled();
    long withdrawals = paidOut / AMOUNT;
    assertThat(TestTown.account(town.south, town.southAccount).balance())
        .isEqualTo(TestTown.DEPOSIT - paidOut - withdrawals * TestTown.FEE);
    assertThat(TestTown.account(town.south, town.southAccount).held()).isZero();
  }

  /**
   * Withdraws while the bank in this folder is killed and started; returns what the machine paid
   * out.
   */
  private long storm(TestTown town, String card, BankServerConfig victim) throws Exception {
    AtomicLong paidOut = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    Random random = new Random(11);
    CompletableFuture<Void> machine =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get()) {
                paidOut.addAndGet(withdraw(town.northMachine, card, random));
              }
            });
    Random killer = new Random(12);
    for (int kill = 0; kill < KILLS; kill++) {
      try (BankProcess bank = BankProcess.start(victim)) {
        long until = paidOut.get() + AMOUNT * (1 + killer.nextInt(PAYMENTS_BETWEEN_KILLS_MAX));
        TestTown.await("money is paid out again", () -> paidOut.get() >= until || machine.isDone());
        // Any moment within the next withdrawal will do, so that over many kills each moment is
        // hit.
        LockSupport.parkNanos(killer.nextLong(KILL_JITTER_NANOS_MAX));
        bank.kill();
      }
    }
    over.set(true);
    try (BankProcess _ = BankProcess.start(victim)) {
      machine.get(2 * TestTown.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    return paidOut.get();
  }

  /**
   * One withdrawal as a machine does it: no answer to the request means reversing, and the last
   * word is repeated until heard.
   */
  private static long withdraw(TestMachine machine, String card, Random random) {
    UUID id = RequestIds.next();
    Refusal answer;
    try {
      IdentifyCardResponse identified = machine.identify(card);
      if (!identified.hasPinKey()) {
        return 0;
      }
      answer = machine.authorise(id, card, TestTown.PIN, AMOUNT, TestTown.FEE).getRefusal();
    } catch (StatusRuntimeException e) {
      until(() -> machine.reverse(id));
      return 0;
    }
    if (answer != Refusal.REFUSAL_UNSPECIFIED) {
      return 0;
    }
    if (random.nextInt(5) == 0) {
      until(() -> machine.reverse(id));
      return 0;
    }
    until(() -> machine.confirm(id, AMOUNT));
    return AMOUNT;
  }

  private static void until(Supplier<Refusal> call) {
    boolean heard = false;
    while (!heard) {
      try {
        assertThat(call.get()).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
        heard = true;
      } catch (StatusRuntimeException e) {
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }
}
