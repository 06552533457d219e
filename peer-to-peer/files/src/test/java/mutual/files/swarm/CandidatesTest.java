package mutual.files.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import mutual.files.swarm.Candidates.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When an address is tried again. */
final class CandidatesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 6881);

  private final Candidates candidates = new Candidates();

  /** Fails so many times, each as soon as it may; when it has failed last. */
  private long fail(Source source, int times) {
    long now = 0;
    assertThat(candidates.add(PEER, source, now)).isTrue();
    for (int i = 0; i < times; i++) {
      while (candidates.next(now) == null) {
        now += SECOND;
      }
      candidates.ended(PEER, true, now);
    }
    return now;
  }

  private int secondsUntilTried(long now) {
    int seconds = 0;
    while (candidates.next(now + seconds * SECOND) == null) {
      seconds++;
    }
    return seconds;
  }

  @Test
  void whoFailsIsTriedLaterAndLater() {
    assertThat(secondsUntilTried(fail(Source.TRACKER, 1))).isEqualTo(10);
    candidates.forget(PEER);
    assertThat(secondsUntilTried(fail(Source.TRACKER, 4))).isEqualTo(80);
  }

  @Test
  void whoSaysItselfThatItIsThereIsTriedSoon() {
    long failed = fail(Source.LOCAL, 4);
    assertThat(candidates.add(PEER, Source.LOCAL, failed + SECOND)).isFalse();
    assertThat(secondsUntilTried(failed)).as("not by each word of it").isEqualTo(5);
    candidates.ended(PEER, true, failed + 5 * SECOND);
    assertThat(candidates.add(PEER, Source.LOCAL, failed + 30 * SECOND)).isFalse();
    assertThat(secondsUntilTried(failed + 30 * SECOND)).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"TRACKER", "DHT", "EXCHANGE"})
  void whatOthersSayAgainChangesNothing(Source source) {
    long failed = fail(source, 3);
    assertThat(candidates.add(PEER, source, failed + 6 * SECOND)).isFalse();
    assertThat(secondsUntilTried(failed)).isEqualTo(40);
  }

  @Test
  void whoIsConnectedIsNotTriedWhateverItSays() {
    candidates.add(PEER, Source.LOCAL, 0);
    assertThat(candidates.next(0)).isEqualTo(PEER);
    candidates.add(PEER, Source.LOCAL, SECOND);
    assertThat(candidates.next(100 * SECOND)).isNull();
  }
}
