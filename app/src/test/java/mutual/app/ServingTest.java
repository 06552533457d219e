package mutual.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mutual.bankserver.BankServer;
import mutual.bankserver.BankServerConfig;
import mutual.bankserver.OutageException;
import mutual.journal.FaultyFileSystem;
import mutual.middleware.RequestIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that serves banks ends when one of them cannot go on, and says why. */
final class ServingTest {
  private static final int STOP_SECONDS_MAX = 20;

  @TempDir Path folder;

  private BankServerConfig config(FaultyFileSystem disk) {
    return BankServerConfig.of(folder, "NORT", "Northbank", "999001")
        .withPorts("127.0.0.1", 0, 0)
        .withLogFiles(disk);
  }

  @Test
  void aDiskThatFailsTheLogEndsTheProcess() throws Exception {
    FaultyFileSystem disk = new FaultyFileSystem(new Random(1));
    Throwable end;
    try (BankServer bank = BankServer.start(config(disk))) {
      CompletableFuture<Throwable> served =
          CompletableFuture.supplyAsync(
              () -> catchThrowable(() -> Serving.untilStopped(List.of(bank))));
      var _ = bank.office().fundVault(RequestIds.next(), 100_00).orThrow();
      assertThat(served).as("a healthy bank serves on").isNotDone();
      disk.failSyncs(1);
      assertThatThrownBy(() -> bank.office().fundVault(RequestIds.next(), 100_00))
          .isInstanceOf(OutageException.class)
          .hasMessageContaining("may or may not be done");
      end = served.get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    }
    assertThat(end)
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.LOG_FAILED))
        .hasMessageStartingWith("Northbank has stopped, for its log in " + folder)
        .hasMessageEndingWith("mend the disk and start again.");
    assertThat(end).message().doesNotContain("\n");
  }
}
