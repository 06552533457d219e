package mutual.files.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import mutual.files.wire.MembersMessage.Member;
import mutual.middleware.NodeId;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BList;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeValue;
import org.junit.jupiter.api.Test;

/** The provider's word on members is read as it was said, or refused as a whole. */
final class MembersMessageTest {
  private static final byte[] PLACE = {127, 0, 0, 1, 0x1a, (byte) 0xe1};

  private static NodeId node(int seed) {
    byte[] key = new byte[NodeId.BYTES];
    new Random(seed).nextBytes(key);
    return NodeId.of(key);
  }

  private static BencodeValue member(byte[] key, byte[] place) {
    return BDictionary.builder().put("a", place).put("k", key).build();
  }

  private static ByteBuffer payload(BencodeValue value) {
    return ByteBuffer.wrap(Bencode.encode(value));
  }

  private static ByteBuffer members(BencodeValue... members) {
    return payload(BDictionary.builder().put("members", BList.of(members)).build());
  }

  @Test
  void whatIsSaidIsRead() throws WireException {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < MembersMessage.MEMBERS_MAX; i++) {
      InetAddress host = InetAddress.ofLiteral(i % 2 == 0 ? "2001:db8::7" : "192.0.2.7");
      members.add(new Member(node(i), new InetSocketAddress(host, 1_000 + i)));
    }
    for (int count : new int[] {0, 1, MembersMessage.MEMBERS_MAX}) {
      MembersMessage said = new MembersMessage(members.subList(0, count));
      assertThat(MembersMessage.read(said.message(7).payload())).isEqualTo(said);
    }
    assertThat(MembersMessage.read(members(member(node(1).bytes(), PLACE))).members())
        .containsExactly(
            new Member(node(1), new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 6881)));
  }

  @Test
  void whatIsNotSuchAMessageIsRefused() {
    byte[] key = node(1).bytes();
    BencodeValue right = member(key, PLACE);
    List<ByteBuffer> wrong = new ArrayList<>();
    wrong.add(ByteBuffer.wrap(new byte[0]));
    wrong.add(ByteBuffer.wrap(new byte[] {'d', '7'}));
    wrong.add(payload(BString.of("members")));
    wrong.add(payload(BDictionary.EMPTY));
    wrong.add(payload(BDictionary.builder().put("members", 1).build()));
    wrong.add(members(BString.of(key)));
    wrong.add(members(right, right));
    wrong.add(members(member(new byte[31], PLACE)));
    wrong.add(members(member(key, new byte[0])));
    wrong.add(members(member(key, new byte[7])));
    // No port; nobody's address; a group's.
    wrong.add(members(member(key, new byte[] {127, 0, 0, 1, 0, 0})));
    wrong.add(members(member(key, new byte[] {0, 0, 0, 0, 1, 1})));
    wrong.add(members(member(key, new byte[] {(byte) 224, 0, 0, 1, 1, 1})));
    List<BencodeValue> many = new ArrayList<>();
    for (int i = 0; i <= MembersMessage.MEMBERS_MAX; i++) {
      many.add(member(node(i).bytes(), PLACE));
    }
    wrong.add(payload(BDictionary.builder().put("members", new BList(many)).build()));
    wrong.add(
        payload(
            BDictionary.builder()
                .put("members", new BList(Collections.emptyList()))
                .put("x", new byte[MembersMessage.BYTES_MAX])
                .build()));
    for (ByteBuffer each : wrong) {
      assertThatThrownBy(() -> MembersMessage.read(each)).isInstanceOf(WireException.class);
    }
  }
}
