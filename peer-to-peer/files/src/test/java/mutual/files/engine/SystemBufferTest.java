package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SystemBufferTest {
  private static final long SECOND = 1_000_000_000L;
  private static final double SLOW = 60_000;

  private final SystemBuffer buffer = new SystemBuffer();

  /** Carries something every tenth of a second; how often the size was set. */
  private int carry(double fromSecond, double toSecond, double wanted) {
    int set = 0;
    for (long tenth = Math.round(fromSecond * 10); tenth < Math.round(toSecond * 10); tenth++) {
      set += buffer.change(tenth + 1, wanted, tenth * SECOND / 10) ? 1 : 0;
    }
    return set;
  }

  @Test
  void aSlowConnectionIsMeasuredBeforeItsSizeIsSet() {
    assertThat(carry(0, 2, SLOW)).isZero();
    assertThat(buffer.bytes()).isZero();
    assertThat(carry(2, 9, SLOW)).isEqualTo(1);
    assertThat(buffer.bytes()).isEqualTo((int) SLOW);
  }

  @Test
  void aFastOneIsLeftToTheSystem() {
    assertThat(carry(0, 9, SystemBuffer.SLOW_BYTES_MAX + 1)).isZero();
  }

  @Test
  void aSizeFollowsWhatIsWantedButNotEveryLittleChange() {
    carry(0, 3, SLOW);
    assertThat(carry(3, 4, SLOW * 1.2)).isZero();
    assertThat(carry(4, 5, SLOW * 1.5)).isEqualTo(1);
    assertThat(carry(5, 6, 1e6)).isEqualTo(1);
    assertThat(buffer.bytes()).isEqualTo(1_000_000);
    assertThat(carry(6, 7, 1)).isEqualTo(1);
    assertThat(buffer.bytes()).isEqualTo(SystemBuffer.BYTES_MIN);
  }

  @Test
  void whatRestsIsNotTakenForSlow() {
    assertThat(buffer.change(0, 0, 9 * SECOND)).as("nothing has come yet").isFalse();
    carry(0, 1.9, 1e6);
    boolean set = false;
    for (int second = 3; second < 60; second++) {
      set |= buffer.change(19, 0, second * SECOND);
    }
    assertThat(set).as("it rests").isFalse();
    assertThat(carry(60, 62, SLOW)).as("it has just begun again").isZero();
    assertThat(carry(62, 63, SLOW)).isEqualTo(1);
  }

  @Test
  void equalPeersOfASlowLineShareWhatItCarriesInAMoment() {
    SystemBuffer.Flow flow = new SystemBuffer.Flow();
    for (int peer = 0; peer < 8; peer++) {
      flow.add(300_000, 0);
    }
    assertThat(flow.wanted(300_000, 0)).isCloseTo(0.15 * 300_000, within(1.0));
  }

  @Test
  void whoBringsNearlyAllGetsNearlyAll() {
    SystemBuffer.Flow flow = new SystemBuffer.Flow();
    flow.add(1_000_000, 0);
    for (int peer = 0; peer < 20; peer++) {
      flow.add(1_000, 0);
    }
    assertThat(flow.wanted(1_000_000, 0)).isBetween(0.14e6, 0.16e6);
  }

  @Test
  void amongEquallyFarPeersWhatWaitsBeforeTheLineIsBounded() {
    Line line = new Line(2_500_000, new double[] {0.02, 0.02, 0.02, 0.02, 0.02}, 1e9);
    line.settle();
    assertThat(line.waitingSeconds()).isCloseTo(0.15, within(0.02));
  }

  /** Nothing that was once small keeps a line from being full, however far the peers are. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void sizesNeverKeepALineFromBeingFull(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      double[] seconds =
          random.doubles(1 + random.nextInt(20)).map(u -> Math.pow(10, -3 + 2.7 * u)).toArray();
      double capacity = Math.pow(10, 5 + 2 * random.nextDouble());
      double each = random.nextBoolean() ? 1e9 : capacity / seconds.length * random.nextDouble(2);
      Line line = new Line(capacity, seconds, each);
      line.settle();
      assertThat(line.rate())
          .as("%.0f B/s, %s s, each at most %.0f", capacity, Arrays.toString(seconds), each)
          .isGreaterThanOrEqualTo(0.95 * Math.min(capacity, each * seconds.length));
    }
  }

  /** A line on which each peer has as many bytes under way as its buffer takes. */
  private static final class Line {
    private final double capacity;
    private final double[] seconds;
    private final double each;
    private final double[] bytes;

    /**
     * @param capacity bytes a second
     * @param seconds how far away the peers are, there and back
     * @param each bytes a second that a peer can send
     */
    Line(double capacity, double[] seconds, double each) {
      this.capacity = capacity;
      this.seconds = seconds;
      this.each = each;
      bytes = new double[seconds.length];
      Arrays.fill(bytes, SystemBuffer.BYTES_MIN);
    }

    private double rate(int peer, double waiting) {
      return Math.min(each, bytes[peer] / (seconds[peer] + waiting));
    }

    private double rate(double waiting) {
      return IntStream.range(0, bytes.length).mapToDouble(peer -> rate(peer, waiting)).sum();
    }

    double rate() {
      return rate(waitingSeconds());
    }

    /** How long what has come waits in front of the line, so that no more comes than it carries. */
    double waitingSeconds() {
      double low = 0;
      double high = 60;
      for (int i = 0; i < 60 && rate(0) > capacity; i++) {
        double middle = (low + high) / 2;
        if (rate(middle) > capacity) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return low;
    }

    void settle() {
      for (int i = 0; i < 200; i++) {
        double waiting = waitingSeconds();
        SystemBuffer.Flow flow = new SystemBuffer.Flow();
        for (int peer = 0; peer < bytes.length; peer++) {
          flow.add(rate(peer, waiting), seconds[peer]);
        }
        for (int peer = 0; peer < bytes.length; peer++) {
          double wanted = flow.wanted(rate(peer, waiting), seconds[peer]);
          bytes[peer] = Math.max(SystemBuffer.BYTES_MIN, wanted);
        }
      }
    }
  }
}
