package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import mutual.files.wire.MessageReader;
import mutual.files.wire.MessageWriter;
import mutual.files.wire.PeerMessage;
import mutual.files.wire.WireException;
import mutual.middleware.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How fast more of what a peer says is read, told by a clock that stands still. */
final class IntakeTest {
  private static final int BLOCK = 16 << 10;
  private static final long NOW = 1_000_000;

  /** Gives the same message for ever, so many bytes at a time. */
  private static final class Endless implements Carrier {
    private final ByteBuffer message;
    private final Random random = new Random(5);
    private final int most;
    long given;

    Endless(PeerMessage said, int most) {
      message = ByteBuffer.allocate(MessageWriter.bytes(said));
      MessageWriter.write(said, message);
      message.flip();
      this.most = most;
    }

    @Override
    public int read(ByteBuffer target) {
      int count = Math.min(1 + random.nextInt(most), target.remaining());
      for (int i = 0; i < count; i++) {
        if (!message.hasRemaining()) {
          message.rewind();
        }
        target.put(message.get());
      }
      given += count;
      return count;
    }

    @Override
    public void write(ByteBuffer source) {}

    @Override
    public InetSocketAddress remote() {
      return new InetSocketAddress(0);
    }

    @Override
    public Optional<NodeId> node() {
      return Optional.empty();
    }

    @Override
    public void holdAtMost(SocketOption<Integer> buffer, int bytes) {}

    @Override
    public void close() {}
  }

  /** Takes messages as a session does; its share has no limit. */
  private static final class Counting implements Intake.Taker {
    long blockBytes;

    @Override
    public int take(ByteBuffer in) throws WireException {
      int blocks = 0;
      for (PeerMessage said = MessageReader.next(in); said != null; said = MessageReader.next(in)) {
        blocks += said instanceof PeerMessage.Piece piece ? piece.block().remaining() : 0;
      }
      return blocks;
    }

    @Override
    public long downloaded(int bytes, long nowNanos) {
      blockBytes += bytes;
      return 0;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5_000, BLOCK, 3 * BLOCK, 1 << 20})
  void blocksAreNoTalkHoweverTheyAreCut(int most) throws Exception {
    PeerMessage block = new PeerMessage.Piece(3, 0, ByteBuffer.allocate(BLOCK));
    Endless peer = new Endless(block, most);
    Counting share = new Counting();
    Intake intake = new Intake(share, NOW);
    // Fifty times what a peer may say at once besides blocks.
    long enough = 5 * Intake.TALK_BYTES_PER_SECOND_MAX;
    while (share.blockBytes < enough) {
      assertThat(intake.read(peer)).isPositive();
      assertThat(intake.take(NOW)).as("after %d bytes", peer.given).isZero();
    }
  }

  @Test
  void whoTalksIsReadSlowly() throws Exception {
    Endless peer = new Endless(new PeerMessage.Have(1), 5_000);
    Intake intake = new Intake(new Counting(), NOW);
    long wait = 0;
    while (wait == 0) {
      assertThat(intake.read(peer)).isPositive();
      wait = intake.take(NOW);
    }
    assertThat(peer.given).isLessThan(Intake.TALK_BYTES_PER_SECOND_MAX);
    assertThat(intake.read(peer)).isPositive();
    assertThat(intake.take(NOW + 1_000_000_000)).isZero();
  }
}
