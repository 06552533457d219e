package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mutual.files.wire.Handshake;
import mutual.files.wire.MembersMessage.Member;
import mutual.files.wire.PeerId;
import mutual.middleware.NodeId;
import org.junit.jupiter.api.Test;

/** The provider's word on members counts while it is connected, and ten minutes longer. */
final class VouchedTest {
  private static final NodeId OWN = node(1);
  private static final NodeId PROVIDER = node(2);
  private static final NodeId OTHER = node(3);

  private final Vouched vouched = new Vouched(OWN);
  private final PeerConnection provider = connection();

  private static NodeId node(int seed) {
    byte[] key = new byte[NodeId.BYTES];
    new Random(seed).nextBytes(key);
    return NodeId.of(key);
  }

  private static InetSocketAddress place(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static PeerConnection connection() {
    Carrier carrier =
        new Carrier() {
          @Override
          public int read(ByteBuffer target) {
            return -1;
          }

          @Override
          public void write(ByteBuffer source) {}

          @Override
          public InetSocketAddress remote() {
            return place(1);
          }

          @Override
          public Optional<NodeId> node() {
            return Optional.of(PROVIDER);
          }

          @Override
          public void holdAtMost(SocketOption<Integer> buffer, int bytes) {}

          @Override
          public void close() {}
        };
    Handshake hello = Handshake.ours(new byte[20], PeerId.draw(new Random(4)), false, false);
    return new PeerConnection(carrier, hello, false, Optional.of(place(1)));
  }

  @Test
  void itCountsUntilTenMinutesAfterTheProviderWasHeard() {
    assertThat(vouched.hear(provider, List.of(new Member(OTHER, place(3))))).isEmpty();
    long now = System.nanoTime();
    assertThat(vouched.admits(OTHER, now + 100 * Vouched.KEPT_NANOS)).as("connected").isTrue();
    assertThat(vouched.at(place(3))).contains(OTHER);
    vouched.left(provider);
    long end = provider.heardNanos + Vouched.KEPT_NANOS;
    assertThat(vouched.admits(OTHER, end - 1)).isTrue();
    assertThat(vouched.expire(end - 1)).isEmpty();
    assertThat(vouched.admits(OTHER, end)).isFalse();
    assertThat(vouched.expire(end)).containsExactly(place(3));
    assertThat(vouched.at(place(3))).isEmpty();
  }

  @Test
  void eachWordReplacesTheOneBefore() {
    vouched.hear(provider, List.of(new Member(OTHER, place(3)), new Member(node(4), place(4))));
    assertThat(vouched.hear(provider, List.of(new Member(node(4), place(5)))))
        .containsExactlyInAnyOrder(place(3), place(4));
    long now = System.nanoTime();
    assertThat(vouched.admits(OTHER, now)).isFalse();
    assertThat(vouched.admits(node(4), now)).isTrue();
    assertThat(vouched.places()).containsExactly(place(5));
  }

  @Test
  void whatAnOlderConnectionStillSaysDoesNotCount() {
    PeerConnection newer = connection();
    vouched.hear(newer, List.of());
    assertThat(vouched.hear(provider, List.of(new Member(OTHER, place(3))))).isEmpty();
    assertThat(vouched.admits(OTHER, System.nanoTime())).isFalse();
    vouched.hear(newer, List.of(new Member(OTHER, place(3))));
    // Nor does its end.
    vouched.left(provider);
    assertThat(vouched.admits(OTHER, System.nanoTime() + 2 * Vouched.KEPT_NANOS)).isTrue();
  }

  @Test
  void nobodyIsToldToBeUsOrTheProvider() {
    vouched.hear(
        provider,
        List.of(
            new Member(OWN, place(5)),
            new Member(PROVIDER, place(6)),
            new Member(OTHER, place(1))));
    assertThat(vouched.places()).isEmpty();
    assertThat(vouched.admits(OTHER, System.nanoTime())).isFalse();
  }

  @Test
  void aProviderThatRefusesUsHasTakenItsWordBack() {
    vouched.hear(provider, List.of(new Member(OTHER, place(3))));
    assertThat(vouched.refused()).as("by another connection").isEmpty();
    vouched.left(provider);
    assertThat(vouched.refused()).containsExactly(place(3));
    assertThat(vouched.admits(OTHER, System.nanoTime())).isFalse();
  }
}
