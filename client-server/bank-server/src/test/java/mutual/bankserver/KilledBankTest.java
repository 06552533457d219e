package mutual.bankserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mutual.middleware.RequestIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bank's process is killed while it works; whatever it had answered is there afterwards. */
final class KilledBankTest {
  private static final int KILLS = 3;
  private static final int ANSWERS_BEFORE_KILL = 40;

  @TempDir Path temp;

  /** The process that is killed: makes transfers one after the other and prints each one done. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) {
      BankServer bank = BankServer.start(config(Path.of(arguments[0])));
      String from = arguments[1];
      String to = arguments[2];
      while (true) {
        TransferOutcome outcome =
            bank.office().transfer(RequestIds.next(), from, to, 1, "EUR", "").orThrow();
        System.err.println("DONE " + outcome.id());
      }
    }
  }

  private static BankServerConfig config(Path folder) {
    return BankServerConfig.of(folder, "NORT", "Northbank", "999001")
        .withLimits(TestTown.LIMITS)
        .withPorts("127.0.0.1", 0, 0);
  }

  @Test
  void whatWasAnsweredIsThere() throws Exception {
    Path folder = temp.resolve("bank");
    String from;
    String to;
    try (BankServer bank = BankServer.start(config(folder))) {
      from = TestTown.customer(bank, "Demo Customer From");
      to = TestTown.customer(bank, "Demo Customer To");
    }
    int answered = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      answered += killAfterAnswers(folder, from, to);
      try (BankServer bank = BankServer.start(config(folder))) {
        long received = TestTown.account(bank, to).balance() - TestTown.DEPOSIT;
        // Each kill may leave one transfer that was done and not yet told.
        assertThat(received).isBetween((long) answered, (long) answered + kill + 1);
        List<StatementLine> lines = bank.books().movements(to, 10_000);
        assertThat(lines).hasSize((int) received + 1);
        AuditResult audit = bank.books().audit();
        assertThat(audit.balanced()).as(audit.lines().toString()).isTrue();
      }
    }
  }

  private int killAfterAnswers(Path folder, String from, String to)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            folder.toString(),
            from,
            to));
    Path output = Files.createTempFile(temp, "victim", ".txt");
    Process victim =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      TestTown.await(
          "the bank has answered often enough",
          () -> !victim.isAlive() || done(output) >= ANSWERS_BEFORE_KILL);
    } finally {
      victim.destroyForcibly();
    }
    var _ = victim.waitFor();
    int answers = done(output);
    assertThat(answers).as(Files.readString(output)).isGreaterThanOrEqualTo(ANSWERS_BEFORE_KILL);
    return answers;
  }

  private static int done(Path output) {
    try (Stream<String> lines = Files.lines(output)) {
      return (int) lines.filter(text -> text.matches("DONE [-0-9a-f]{36}")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
