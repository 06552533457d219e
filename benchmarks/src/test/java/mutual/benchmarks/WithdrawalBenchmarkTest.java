package mutual.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark does what it says, in small; how fast is nobody's business here. */
final class WithdrawalBenchmarkTest {
  private static final WithdrawalBenchmark.Sizes SMALL =
      new WithdrawalBenchmark.Sizes(20, 8, 4, List.of(1, 4), 20, 20, 60, 20, 100, 6, 0, "512m");

  @TempDir private Path folder;

  @Test
  void measuresABankInAnotherProcess() throws Exception {
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    ByteArrayOutputStream progress = new ByteArrayOutputStream();

    WithdrawalBenchmark.run(print(table), print(progress), folder, SMALL);

    assertThat(table.toString(StandardCharsets.UTF_8))
        .contains("| sessions | withdrawals/s |")
        .contains("| 4 | ")
        .contains("| authorise a withdrawal | ")
        .contains("| one a request, 4 sessions | ")
        .contains("| batches of 100, 4 in flight | ")
        .contains("After those 600 transfers in batches");
    assertThat(progress.toString(StandardCharsets.UTF_8)).contains("warming up");
    assertThat(folder.resolve("bank")).as("the bank's data").doesNotExist();
    assertThat(Files.readString(folder.resolve("bank.log"))).doesNotContain("SEVERE", "WARNING");
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
