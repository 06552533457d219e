package mutual.files.wire;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mutual.middleware.NodeId;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BList;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeValue;

/**
 * Whom the provider of a private share vouches for: all of its members that are connected with it
 * and may have it, besides the receiver. Each message replaces the one before.
 *
 * <p>An extension of our own within BEP 10, {@code mutual_members}: a dictionary whose {@code
 * members} is a list of dictionaries with {@code k}, a member's 32-byte key, and {@code a}, where
 * its engine listens: 4 or 16 bytes of IP address and two of port.
 */
public record MembersMessage(List<Member> members) {
  /** Members in one message. */
  public static final int MEMBERS_MAX = 128;

  /** The longest message: {@link #MEMBERS_MAX} members with the longest addresses, and some. */
  public static final int BYTES_MAX = 10 << 10;

  private static final String MEMBERS = "members";

  /** A member's key, and where its engine listens. */
  public record Member(NodeId node, InetSocketAddress address) {}

  public MembersMessage {
    members = List.copyOf(members);
  }

  /** Reads the payload of an EXTENDED message. */
  public static MembersMessage read(ByteBuffer payload) throws WireException {
    if (payload.remaining() > BYTES_MAX) {
      throw new WireException("Members in " + payload.remaining() + " bytes");
    }
    BList said =
        ExtensionHandshake.dictionary(payload)
            .list(MEMBERS)
            .orElseThrow(() -> new WireException("No list of members"));
    if (said.size() > MEMBERS_MAX) {
      throw new WireException(said.size() + " members");
    }
    List<Member> members = new ArrayList<>();
    Set<NodeId> nodes = new HashSet<>();
    for (BencodeValue each : said) {
      Member member = member(each);
      if (!nodes.add(member.node())) {
        throw new WireException("A member is named twice");
      }
      members.add(member);
    }
    return new MembersMessage(members);
  }

  private static Member member(BencodeValue said) throws WireException {
    if (!(said instanceof BDictionary member)) {
      throw new WireException("A member is a dictionary");
    }
    byte[] key = bytes(member, "k");
    byte[] place = bytes(member, "a");
    List<InetSocketAddress> addresses =
        switch (place.length) {
          case CompactPeers.FOUR_BYTES -> CompactPeers.read(place, false, 1);
          case CompactPeers.SIX_BYTES -> CompactPeers.read(place, true, 1);
          default -> List.of();
        };
    if (key.length != NodeId.BYTES || addresses.isEmpty()) {
      throw new WireException("A member has a key and an address");
    }
    return new Member(NodeId.of(key), addresses.getFirst());
  }

  private static byte[] bytes(BDictionary member, String key) {
    return member.string(key).map(BString::bytes).orElse(new byte[0]);
  }

  /** The message under the receiver's number. */
  public PeerMessage.Extended message(int id) {
    List<BencodeValue> said = new ArrayList<>();
    for (Member member : members) {
      boolean six = CompactPeers.isSix(member.address());
      said.add(
          BDictionary.builder()
              .put("a", CompactPeers.write(List.of(member.address()), six))
              .put("k", member.node().bytes())
              .build());
    }
    BDictionary all = BDictionary.builder().put(MEMBERS, new BList(said)).build();
    return new PeerMessage.Extended(id, ByteBuffer.wrap(Bencode.encode(all)));
  }
}
