package mutual.app.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.contracts.peer.v1.Share;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates, times and progress as a person types and reads them. */
final class WordsTest {
  @ParameterizedTest
  @CsvSource({"0,0", "none,0", "1,1", "500K,512000", "500k,512000", "2M,2097152", "1.5m,1572864"})
  void aRateIsRead(String text, long bytesPerSecond) {
    assertThat(Words.parseRate(text)).isEqualTo(bytesPerSecond);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "fast", "5 M", "5MB/s", "1e9", "9999999999", "1.2345M"})
  void whatIsNoRateIsRefused(String text) {
    usage(() -> Words.parseRate(text));
  }

  @Test
  void aTimeIsRead() {
    assertThat(Words.parseTime("45s")).isEqualTo(Duration.ofSeconds(45));
    assertThat(Words.parseTime("30m")).isEqualTo(Duration.ofMinutes(30));
    assertThat(Words.parseTime("12H")).isEqualTo(Duration.ofHours(12));
    assertThat(Words.parseTime("7d")).isEqualTo(Duration.ofDays(7));
    usage(() -> Words.parseTime("7"));
    usage(() -> Words.parseTime("1w"));
  }

  private static void usage(ThrowingCallable parsing) {
    assertThatThrownBy(parsing)
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
  }

  @Test
  void unitsAreReadable() {
    assertThat(Words.bytes(52_428_800)).isEqualTo("50.0 MiB");
    assertThat(Words.rate(1_572_864)).isEqualTo("1.50 MiB/s");
    assertThat(Words.left(200)).isEqualTo("3 min 20 s left");
    assertThat(Words.limit(0)).isEqualTo("no limit");
    assertThat(Words.percent(0.9999)).as("not yet done").isEqualTo("99%");
  }

  @Test
  void aLineSaysHowFastAndHowLong() {
    Share share =
        Share.newBuilder()
            .setState(Share.State.STATE_FETCHING)
            .setDownBytesPerSecond(2 << 20)
            .setSecondsLeft(180)
            .setPeers(1)
            .build();
    assertThat(GetCommand.words(share)).isEqualTo("2.00 MiB/s, 3 min left, 1 peer");
    assertThat(
            GetCommand.words(
                share.toBuilder()
                    .setState(Share.State.STATE_TROUBLE)
                    .setTrouble("The disk is full.")
                    .build()))
        .isEqualTo("The disk is full.");
  }

  @Test
  void aBarGrowsByEighths() {
    assertThat(ProgressBar.bar(0)).isEqualTo("│                        │   0%");
    assertThat(ProgressBar.bar(0.5)).isEqualTo("│████████████            │  50%");
    assertThat(ProgressBar.bar(1)).isEqualTo("│████████████████████████│ 100%");
    assertThat(ProgressBar.bar(1.0 / 24 / 8)).startsWith("│▏ ");
  }
}
