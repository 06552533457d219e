package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the sizes of writes and reads, each end gets what the other has written. */
@Timeout(60)
final class SecureChannelProperties {
  private static final int BYTES_EACH_WAY = 10_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void bytesArriveInOrderBothWaysAtOnce() throws Exception {
    for (long seed : new long[] {1, 2, System.nanoTime()}) {
      Identity here = Identity.ephemeral();
      Identity there = Identity.ephemeral();
      try (BulkPort port = new BulkPort(there);
          SecureChannel one =
              SecureChannel.connect(
                  here, there.id(), SocketChannel.open(port.address()), PATIENCE);
          SecureChannel other = port.accepted()) {
        CRC32C[] sums = {new CRC32C(), new CRC32C(), new CRC32C(), new CRC32C()};
        CompletableFuture.allOf(
                Async.run(() -> write(one, new Random(seed), sums[0])),
                Async.run(() -> read(other, new Random(seed + 1), sums[1])),
                Async.run(() -> write(other, new Random(seed + 2), sums[2])),
                Async.run(() -> read(one, new Random(seed + 3), sums[3])))
            .get(50, TimeUnit.SECONDS);
        assertThat(sums[1].getValue()).as("seed %d", seed).isEqualTo(sums[0].getValue());
        assertThat(sums[3].getValue()).as("seed %d", seed).isEqualTo(sums[2].getValue());
      }
    }
  }

  /** Small sizes are as likely as large ones. */
  private static int size(Random random, int most) {
    return Math.min(most, 1 + random.nextInt(1 << (1 + random.nextInt(18))));
  }

  private static ByteBuffer buffer(Random random, int size) {
    return random.nextBoolean() ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
  }

  private static void write(SecureChannel channel, Random random, CRC32C sum) throws Exception {
    for (int left = BYTES_EACH_WAY; left > 0; ) {
      byte[] bytes = new byte[size(random, left)];
      random.nextBytes(bytes);
      sum.update(bytes);
      channel.write(buffer(random, bytes.length).put(bytes).flip());
      left -= bytes.length;
    }
  }

  private static void read(SecureChannel channel, Random random, CRC32C sum) throws Exception {
    for (int left = BYTES_EACH_WAY; left > 0; ) {
      ByteBuffer target = buffer(random, size(random, left));
      left -= channel.read(target);
      sum.update(target.flip());
    }
  }
}
