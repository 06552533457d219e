package mutual.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process on a real disk, killed without warning in the middle of its work. */
@Timeout(180)
class KillTest {
  private static final int ROUNDS = 8;

  @TempDir Path folder;

  @Test
  void nothingThatWasAnsweredIsLostWhenTheProcessIsKilled() throws Exception {
    Random random = new Random(7);
    long known = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long answered = runAndKill(1 + random.nextInt(8_000));
      try (WriteAheadLog<NumberCore, Long> log =
          WriteAheadLog.open(KilledWriter.config(folder), NumberCore::new)) {
        List<Long> numbers = log.read(NumberCore::numbers).join();
        assertThat((long) numbers.size()).isGreaterThanOrEqualTo(Math.max(answered, known));
        for (int i = 0; i < numbers.size(); i++) {
          assertThat(numbers.get(i)).isEqualTo(i + 1);
        }
        known = numbers.size();
      }
    }
    assertThat(known).isGreaterThan(ROUNDS);
  }

  /** Returns the last number that the process was answered before it died. */
  private long runAndKill(int afterAnswers) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KilledWriter.class.getName(),
            folder.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    long last = 0;
    int answers = 0;
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // The last line may be cut off, which makes the number smaller.
        last = Math.max(last, Long.parseLong(line));
        if (++answers == afterAnswers) {
          // Through the handle: Process.destroyForcibly would close the stream too.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(answers).isGreaterThanOrEqualTo(afterAnswers);
    return last;
  }
}
