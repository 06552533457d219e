package mutual.files.engine;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mutual.files.wire.ExtensionHandshake;
import mutual.files.wire.PexMessage;

/** Tells peers of each other (BEP 11). Guarded by the session's lock. */
final class PeerExchange {
  /** The number under which we take these messages. */
  static final int ID = 2;

  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** The first message comes soon, so that small swarms form at once. */
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private PeerExchange() {}

  static void tell(Collection<PeerConnection> peers, long nowNanos) {
    Map<InetSocketAddress, Boolean> here = null;
    for (PeerConnection peer : peers) {
      int id = peer.extension(ExtensionHandshake.PEX);
      if (id == 0) {
        continue;
      }
      if (peer.toldOfPeersNanos == 0) {
        peer.toldOfPeersNanos = nowNanos - EVERY_NANOS + FIRST_NANOS;
      }
      if (nowNanos - peer.toldOfPeersNanos < EVERY_NANOS) {
        continue;
      }
      peer.toldOfPeersNanos = nowNanos;
      if (here == null) {
        here = listening(peers);
      }
      PexMessage message = news(peer, here);
      if (!message.isEmpty()) {
        peer.send(message.message(id));
      }
    }
  }

  private static Map<InetSocketAddress, Boolean> listening(Collection<PeerConnection> peers) {
    Map<InetSocketAddress, Boolean> here = new HashMap<>();
    for (PeerConnection peer : peers) {
      boolean seed = peer.peer != null && peer.peer.isSeed();
      peer.listening().ifPresent(address -> here.put(address, seed));
    }
    return here;
  }

  private static PexMessage news(PeerConnection to, Map<InetSocketAddress, Boolean> here) {
    InetSocketAddress itself = to.listening().orElse(to.carrier.remote());
    List<PexMessage.Added> added = new ArrayList<>();
    for (var each : here.entrySet()) {
      if (added.size() < PexMessage.PEERS_MAX
          && !each.getKey().equals(itself)
          && to.toldOfPeers.add(each.getKey())) {
        added.add(new PexMessage.Added(each.getKey(), each.getValue()));
      }
    }
    List<InetSocketAddress> dropped = new ArrayList<>();
    for (InetSocketAddress told : List.copyOf(to.toldOfPeers)) {
      if (dropped.size() < PexMessage.PEERS_MAX && !here.containsKey(told)) {
        to.toldOfPeers.remove(told);
        dropped.add(told);
      }
    }
    return new PexMessage(added, dropped);
  }
}
