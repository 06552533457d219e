package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a reader is woken for a block that takes its time; told by a clock of its own. */
final class PaceTest {
  private static final int MESSAGE = (16 << 10) + 13;
  private static final int PACKET = 1_448;

  private final Pace pace = new Pace();
  private double bytesPerSecond;
  private long nowNanos;
  private double come;
  private long read;
  private int readings;

  /** A link of a constant rate that carries one block after the other, in packets. */
  private void go(long nanos) {
    nowNanos += nanos;
    come += nanos * bytesPerSecond / 1e9;
  }

  /** Waits for a packet, reads all that is there, and then as long as the pace says. */
  private long readOnce() {
    double packets = Math.floor(come / PACKET) * PACKET;
    if (packets <= read) {
      go((long) Math.ceil((read + PACKET - come) / bytesPerSecond * 1e9));
      packets = Math.floor(come / PACKET + 1e-6) * PACKET;
    }
    long before = read;
    read = (long) packets;
    readings++;
    int missing = (int) (MESSAGE - read % MESSAGE) % MESSAGE;
    long wait =
        pace.read((int) (read - before), read / MESSAGE > before / MESSAGE, missing, nowNanos);
    go(wait);
    return wait;
  }

  private void readBlocks(int count) {
    for (long until = read + (long) count * MESSAGE; read < until; ) {
      long _ = readOnce();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100_000, 300_000, 1_000_000})
  void aSlowBlockIsReadInAFewGoes(int rate) {
    bytesPerSecond = rate;
    readBlocks(3);
    readings = 0;
    readBlocks(100);
    assertThat(readings).as("of %d packets", 100 * MESSAGE / PACKET).isLessThan(100 * 6);
  }

  @Test
  void nobodyWaitsLongerThanTheRestTakes() {
    bytesPerSecond = 300_000;
    readBlocks(3);
    for (int i = 0; i < 500; i++) {
      long wait = readOnce();
      long missing = MESSAGE - read % MESSAGE;
      assertThat(wait).isLessThanOrEqualTo((long) (missing / bytesPerSecond * 1e9));
    }
  }

  @Test
  void nobodyWaitsOnAFastLink() {
    bytesPerSecond = 50e6;
    for (int i = 0; i < 10_000; i++) {
      assertThat(readOnce()).isZero();
    }
  }

  @Test
  void aLinkThatBecomesFasterIsSoonReadWithoutWaiting() {
    bytesPerSecond = 100_000;
    readBlocks(20);
    bytesPerSecond = 50e6;
    long changed = nowNanos;
    while (readOnce() > 0) {
      assertThat(nowNanos - changed).isLessThan(500_000_000L);
    }
  }

  @Test
  void smallMessagesDoNotMakeItForget() {
    bytesPerSecond = 300_000;
    readBlocks(5);
    assertThat(pace.read(9, true, 0, nowNanos)).isZero();
    assertThat(pace.read(1_400, false, MESSAGE - 1_400, nowNanos)).isPositive();
  }
}
