package mutual.files.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mutual.files.wire.PeerMessage;
import mutual.files.wire.PeerMessage.Request;
import mutual.files.wire.WireException;
import org.junit.jupiter.api.Test;

/** Which blocks a member asks for, by example. */
final class PiecePickerTest {
  private static final int BLOCK = Block.BYTES;

  /** Keeps what the swarm wants said. */
  static final class Said implements SwarmEffects {
    final List<PeerMessage> all = new ArrayList<>();
    final List<Integer> gathered = new ArrayList<>();
    final List<Object> banned = new ArrayList<>();
    final List<SwarmPeer> closed = new ArrayList<>();

    List<Request> requests() {
      return all.stream().filter(Request.class::isInstance).map(Request.class::cast).toList();
    }

    @Override
    public void send(SwarmPeer peer, PeerMessage message) {
      all.add(message);
    }

    @Override
    public void uploadWaits(SwarmPeer peer) {}

    @Override
    public void store(SwarmPeer peer, PeerMessage.Piece block) {}

    @Override
    public void gathered(int piece) {
      gathered.add(piece);
    }

    @Override
    public void forgotten(int piece) {}

    @Override
    public void close(SwarmPeer peer, String reason) {
      closed.add(peer);
    }

    @Override
    public void banned(Object identity, String reason) {
      banned.add(identity);
    }
  }

  private final Said said = new Said();

  private Swarm swarm(int pieces, int blocksEach, SwarmSettings settings) {
    return new Swarm(
        new SwarmShape.Even((long) pieces * blocksEach * BLOCK, blocksEach * BLOCK),
        settings,
        new PieceSet(pieces),
        new Random(1),
        said);
  }

  private static SwarmPeer join(Swarm swarm, String name, PieceSet has) throws WireException {
    SwarmPeer peer = swarm.connect(name, true, 500, List.of(), 0);
    swarm.receive(peer, new PeerMessage.Bitfield(has.toBits()), 0);
    return peer;
  }

  private static PieceSet set(int pieces, int... has) {
    PieceSet set = new PieceSet(pieces);
    for (int piece : has) {
      set.add(piece);
    }
    return set;
  }

  private static void give(Swarm swarm, SwarmPeer peer, Request request) throws WireException {
    swarm.receive(
        peer,
        new PeerMessage.Piece(
            request.piece(), request.begin(), ByteBuffer.allocate(request.length())),
        1);
  }

  @Test
  void theRarestPieceIsAskedForFirst() throws WireException {
    Swarm swarm = swarm(10, 1, SwarmSettings.DEFAULT);
    join(swarm, "a", set(10, 0, 1, 2, 3, 4, 5, 6, 8, 9));
    SwarmPeer both = join(swarm, "b", set(10, 0, 1, 2, 3, 7));
    swarm.receive(both, new PeerMessage.Unchoke(), 0);
    assertThat(said.requests().getFirst().piece()).isEqualTo(7);
  }

  @Test
  void inOrderMeansInOrder() throws WireException {
    Swarm swarm = swarm(20, 2, SwarmSettings.DEFAULT.inOrder(true));
    SwarmPeer peer = join(swarm, "a", PieceSet.full(20));
    swarm.receive(peer, new PeerMessage.Unchoke(), 0);
    assertThat(said.requests().stream().map(Request::piece).toList())
        .startsWith(0, 0, 1, 1, 2, 2, 3, 3);
  }

  @Test
  void whatSomebodyWatchesComesBeforeEverything() throws WireException {
    Swarm swarm = swarm(100, 1, SwarmSettings.DEFAULT);
    swarm.prioritise(List.of(42, 17, 41), Priority.URGENT, 0);
    swarm.prioritise(List.of(17), Priority.URGENT, 0);
    SwarmPeer peer = join(swarm, "a", PieceSet.full(100));
    swarm.receive(peer, new PeerMessage.Unchoke(), 0);
    assertThat(said.requests().stream().map(Request::piece).toList()).startsWith(42, 41, 17);
  }

  @Test
  void whatIsNotWantedIsNotAskedFor() throws WireException {
    Swarm swarm = swarm(4, 1, SwarmSettings.DEFAULT);
    swarm.prioritise(List.of(0, 1, 2), Priority.SKIP, 0);
    SwarmPeer peer = join(swarm, "a", PieceSet.full(4));
    swarm.receive(peer, new PeerMessage.Unchoke(), 0);
    assertThat(said.requests().stream().map(Request::piece).distinct().toList()).containsExactly(3);
    give(swarm, peer, said.requests().getFirst());
    swarm.pieceChecked(3, true, List.of(), 1);
    assertThat(swarm.complete()).isTrue();
  }

  @Test
  void theLastBlocksAreAskedOfSeveralAndTakenBackFromTheSlower() throws WireException {
    Swarm swarm = swarm(1, 4, SwarmSettings.DEFAULT);
    SwarmPeer slow = join(swarm, "slow", PieceSet.full(1));
    SwarmPeer quick = join(swarm, "quick", PieceSet.full(1));
    swarm.receive(slow, new PeerMessage.Unchoke(), 0);
    swarm.receive(quick, new PeerMessage.Unchoke(), 0);
    assertThat(said.requests()).hasSize(8);
    said.all.clear();
    give(swarm, quick, new Request(0, 0, BLOCK));
    assertThat(said.all).contains(new PeerMessage.Cancel(0, 0, BLOCK));
  }

  @Test
  void whoSentAllOfAWrongPieceIsBannedAndWhoSentAPartOnlyOnProof() throws WireException {
    Swarm swarm = swarm(1, 2, SwarmSettings.DEFAULT);
    SwarmPeer honest = join(swarm, "honest", PieceSet.full(1));
    SwarmPeer liar = join(swarm, "liar", PieceSet.full(1));
    swarm.receive(honest, new PeerMessage.Unchoke(), 0);
    swarm.receive(liar, new PeerMessage.Unchoke(), 0);
    give(swarm, honest, new Request(0, 0, BLOCK));
    give(swarm, liar, new Request(0, BLOCK, BLOCK));
    assertThat(said.gathered).containsExactly(0);
    byte[] right = {1};
    byte[] wrong = {2};
    swarm.pieceChecked(0, false, List.of(right, wrong), 2);
    assertThat(said.banned).isEmpty();
    give(swarm, honest, new Request(0, 0, BLOCK));
    give(swarm, honest, new Request(0, BLOCK, BLOCK));
    assertThat(swarm.wantsDigests(0)).isTrue();
    swarm.pieceChecked(0, true, List.of(right, right), 3);
    assertThat(said.banned).containsExactly("liar");
    assertThat(said.closed).contains(liar);
    assertThat(swarm.isBanned("liar")).isTrue();
  }

  @Test
  void aStalledPeersBlocksAreAskedOfAnother() throws WireException {
    Swarm swarm = swarm(8, 1, SwarmSettings.DEFAULT);
    SwarmPeer stalled = join(swarm, "stalled", PieceSet.full(8));
    swarm.receive(stalled, new PeerMessage.Unchoke(), 0);
    assertThat(said.requests()).hasSize(8);
    long later = Downloads.SNUB_NANOS + 1_000_000_000;
    swarm.tick(later);
    assertThat(stalled.snubbed()).isTrue();
    assertThat(stalled.requests()).isEqualTo(1);
    SwarmPeer other = join(swarm, "other", PieceSet.full(8));
    swarm.receive(other, new PeerMessage.Unchoke(), later);
    assertThat(other.requests()).isEqualTo(7);
  }

  @Test
  void atTheEndWhatComesLastIsAskedOfAnotherFirst() throws WireException {
    Swarm swarm = swarm(4, 2, SwarmSettings.DEFAULT.inOrder(true));
    swarm.receive(join(swarm, "first", PieceSet.full(4)), new PeerMessage.Unchoke(), 0);
    assertThat(said.requests()).hasSize(8);
    said.all.clear();
    swarm.receive(join(swarm, "other", PieceSet.full(4)), new PeerMessage.Unchoke(), 0);
    assertThat(said.requests())
        .containsExactly(
            new Request(3, BLOCK, BLOCK),
            new Request(3, 0, BLOCK),
            new Request(2, BLOCK, BLOCK),
            new Request(2, 0, BLOCK));
  }

  @Test
  void theLastBlocksDoNotWaitForSeveralSlowPeersEither() throws WireException {
    Swarm swarm = swarm(1, 4, SwarmSettings.DEFAULT);
    for (int i = 0; i < PiecePicker.ASKED_MAX; i++) {
      swarm.receive(join(swarm, "slow" + i, PieceSet.full(1)), new PeerMessage.Unchoke(), 0);
    }
    SwarmPeer quick = join(swarm, "quick", PieceSet.full(1));
    swarm.receive(quick, new PeerMessage.Unchoke(), 0);
    assertThat(quick.requests()).isZero();
    swarm.tick(PiecePicker.LATE_NANOS - 1);
    assertThat(quick.requests()).isZero();
    swarm.tick(PiecePicker.LATE_NANOS + 1_000_000_000);
    assertThat(quick.requests()).isEqualTo(4);
  }

  @Test
  void whatComesLateIsAskedOfOthersIfItKeepsOtherPiecesFromBeingBegun() throws WireException {
    Swarm swarm = swarm(8, 2, SwarmSettings.DEFAULT.openAtMost(1));
    SwarmPeer slow = join(swarm, "slow", PieceSet.full(8));
    swarm.receive(slow, new PeerMessage.Unchoke(), 0);
    SwarmPeer quick = join(swarm, "quick", PieceSet.full(8));
    swarm.receive(quick, new PeerMessage.Unchoke(), 0);
    assertThat(slow.requests()).isEqualTo(2);
    assertThat(quick.requests()).isZero();
    swarm.tick(PiecePicker.LATE_NANOS + 1);
    assertThat(quick.requests()).isEqualTo(2);
  }

  @Test
  void aCheckedPieceMakesRoomForTheNextAtOnce() throws WireException {
    Swarm swarm = swarm(3, 2, SwarmSettings.DEFAULT.openAtMost(1));
    SwarmPeer peer = join(swarm, "a", PieceSet.full(3));
    swarm.receive(peer, new PeerMessage.Unchoke(), 0);
    for (int fetched = 0; fetched < 3; fetched++) {
      List<Request> asked = said.requests();
      int piece = asked.getFirst().piece();
      assertThat(asked)
          .containsExactlyInAnyOrder(
              new Request(piece, 0, BLOCK), new Request(piece, BLOCK, BLOCK));
      said.all.clear();
      for (Request request : asked) {
        give(swarm, peer, request);
      }
      // All that may be gathered at once is here and not checked yet: nothing can be asked for.
      assertThat(said.requests()).isEmpty();
      assertThat(said.gathered).hasSize(fetched + 1);
      swarm.pieceChecked(piece, true, List.of(), 1);
    }
    assertThat(said.requests()).isEmpty();
    assertThat(swarm.complete()).isTrue();
  }

  @Test
  void aChokedPeerIsRefusedAndAllowedPiecesAreGivenAllTheSame() throws WireException {
    Swarm swarm =
        new Swarm(
            new SwarmShape.Even(4 * BLOCK, BLOCK),
            SwarmSettings.DEFAULT.slots(1),
            PieceSet.full(4),
            new Random(1),
            said);
    SwarmPeer first = swarm.connect("first", true, 500, List.of(), 0);
    swarm.receive(first, new PeerMessage.Interested(), 0);
    assertThat(first.choked()).isFalse();
    SwarmPeer second = swarm.connect("second", true, 500, List.of(2), 0);
    swarm.receive(second, new PeerMessage.Interested(), 0);
    swarm.receive(second, new Request(1, 0, BLOCK), 0);
    swarm.receive(second, new Request(2, 0, BLOCK), 0);
    assertThat(said.all)
        .contains(new PeerMessage.Reject(1, 0, BLOCK), new PeerMessage.AllowedFast(2));
    assertThat(swarm.nextUpload(second)).isEqualTo(new Request(2, 0, BLOCK));
    assertThat(swarm.nextUpload(second)).isNull();
  }

  @Test
  void anotherBitfieldTellsWhatIsNew() throws WireException {
    Swarm swarm = swarm(10, 1, SwarmSettings.DEFAULT);
    SwarmPeer peer = join(swarm, "a", set(10, 1));
    swarm.receive(peer, new PeerMessage.Bitfield(set(10, 1, 4).toBits()), 0);
    assertThat(peer.pieces()).isEqualTo(2);
    assertThat(swarm.availability(1)).isEqualTo(1);
    assertThat(swarm.availability(4)).isEqualTo(1);
    swarm.receive(peer, new PeerMessage.HaveAll(), 0);
    assertThat(peer.isSeed()).isTrue();
    for (int piece = 0; piece < 10; piece++) {
      assertThat(swarm.availability(piece)).isEqualTo(1);
    }
    swarm.disconnect(peer, 0);
    for (int piece = 0; piece < 10; piece++) {
      assertThat(swarm.availability(piece)).isZero();
    }
  }

  @Test
  void whatMakesNoSenseEndsTheConnection() throws WireException {
    Swarm swarm = swarm(10, 1, SwarmSettings.DEFAULT);
    SwarmPeer peer = join(swarm, "a", set(10, 1));
    assertThatThrownBy(() -> swarm.receive(peer, new PeerMessage.Have(10), 0))
        .isInstanceOf(WireException.class);
    assertThatThrownBy(() -> swarm.receive(peer, new Request(0, 1, BLOCK), 0))
        .isInstanceOf(WireException.class);
    ByteBuffer spareBit = ByteBuffer.wrap(new byte[] {0, 1});
    SwarmPeer fresh = swarm.connect("b", true, 500, List.of(), 0);
    assertThatThrownBy(() -> swarm.receive(fresh, new PeerMessage.Bitfield(spareBit), 0))
        .isInstanceOf(WireException.class);
  }

  @Test
  void piecesThatAreEquallyRareComeInAnOrderOfEachMembersOwn() {
    List<Integer> first = orderOf(new PieceOrder(1_000, new Random(1)));
    List<Integer> second = orderOf(new PieceOrder(1_000, new Random(2)));
    long same = 0;
    for (int i = 0; i < first.size(); i++) {
      same += first.get(i).equals(second.get(i)) ? 1 : 0;
    }
    assertThat(first).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(same).as("pieces at the same place").isLessThan(20);
  }

  private static List<Integer> orderOf(PieceOrder order) {
    for (int piece = 0; piece < 1_000; piece++) {
      order.place(piece, Priority.NORMAL);
    }
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      all.add(order.at(i));
    }
    return all;
  }
}
