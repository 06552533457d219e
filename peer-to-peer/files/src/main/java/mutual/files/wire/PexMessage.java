package mutual.files.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;

/**
 * Peers that the sender is connected with since it last said so, and those no more (BEP 11).
 *
 * @param added with what is known of each
 * @param dropped those that left
 */
public record PexMessage(List<Added> added, List<InetSocketAddress> dropped) {
  /** Peers in one message; those beyond are not read and not sent. */
  public static final int PEERS_MAX = 50;

  /** A peer and whether it has everything. */
  public record Added(InetSocketAddress address, boolean seed) {}

  private static final int SEED_FLAG = 0x02;

  public PexMessage {
    added = List.copyOf(added);
    dropped = List.copyOf(dropped);
  }

  /** Reads the payload of an EXTENDED message. */
  public static PexMessage read(ByteBuffer payload) throws WireException {
    BDictionary said = ExtensionHandshake.dictionary(payload);
    List<Added> added = new ArrayList<>();
    for (boolean six : new boolean[] {false, true}) {
      String key = six ? "added6" : "added";
      List<InetSocketAddress> peers = CompactPeers.read(bytes(said, key), six, PEERS_MAX);
      byte[] flags = bytes(said, key + ".f");
      for (int i = 0; i < peers.size(); i++) {
        added.add(new Added(peers.get(i), i < flags.length && (flags[i] & SEED_FLAG) != 0));
      }
    }
    List<InetSocketAddress> dropped = new ArrayList<>();
    dropped.addAll(CompactPeers.read(bytes(said, "dropped"), false, PEERS_MAX));
    dropped.addAll(CompactPeers.read(bytes(said, "dropped6"), true, PEERS_MAX));
    return new PexMessage(added, dropped);
  }

  private static byte[] bytes(BDictionary said, String key) {
    return said.string(key).map(BString::bytes).orElse(new byte[0]);
  }

  /** The message under the receiver's number. */
  public PeerMessage.Extended message(int id) {
    BDictionary.Builder all = BDictionary.builder();
    for (boolean six : new boolean[] {false, true}) {
      String suffix = six ? "6" : "";
      List<Added> news =
          added.stream().filter(peer -> CompactPeers.isSix(peer.address()) == six).toList();
      byte[] flags = new byte[news.size()];
      for (int i = 0; i < flags.length; i++) {
        flags[i] = (byte) (news.get(i).seed() ? SEED_FLAG : 0);
      }
      all.put("added" + suffix, CompactPeers.write(addresses(news), six));
      all.put("added" + suffix + ".f", flags);
      all.put("dropped" + suffix, CompactPeers.write(dropped, six));
    }
    return new PeerMessage.Extended(id, ByteBuffer.wrap(Bencode.encode(all.build())));
  }

  private static Collection<InetSocketAddress> addresses(List<Added> peers) {
    return peers.stream().map(Added::address).toList();
  }

  /** Whether there is nothing to say. */
  public boolean isEmpty() {
    return added.isEmpty() && dropped.isEmpty();
  }

  /** Whether the address could be a peer's: one host's, with a port. */
  public static boolean plausible(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    return ip != null
        && address.getPort() > 0
        && !ip.isAnyLocalAddress()
        && !ip.isMulticastAddress();
  }
}
