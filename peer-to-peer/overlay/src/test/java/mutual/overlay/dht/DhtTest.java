package mutual.overlay.dht;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A core that is asked directly, and the examples of the BEPs. */
final class DhtTest {
  private static final InetSocketAddress STRANGER = new InetSocketAddress("198.51.100.7", 6881);
  private static final DhtId STRANGERS_ID = DhtId.of("abcdefghij0123456789".getBytes(ISO_8859_1));

  private final List<KrpcMessage> sent = new ArrayList<>();
  private final DhtCore core =
      new DhtCore(
          (to, datagram) -> sent.add(KrpcMessage.read(ByteBuffer.wrap(datagram)).orElseThrow()),
          new Random(1),
          DhtLimits.DEFAULT,
          false,
          Map.of(),
          0);
  private long now = 1_000;

  private KrpcMessage ask(InetSocketAddress from, String method, BDictionary.Builder arguments) {
    sent.clear();
    KrpcMessage query =
        new KrpcMessage.Query(
            BString.of("aa"), method, arguments.put("id", STRANGERS_ID.bytes()).build(), true);
    core.receive(from, ByteBuffer.wrap(query.write()), now);
    assertThat(sent).hasSize(1);
    return sent.getFirst();
  }

  private BDictionary answer(String method, BDictionary.Builder arguments) {
    KrpcMessage answer = ask(STRANGER, method, arguments);
    assertThat(answer).isInstanceOf(KrpcMessage.Response.class);
    return ((KrpcMessage.Response) answer).values();
  }

  private int error(String method, BDictionary.Builder arguments) {
    KrpcMessage answer = ask(STRANGER, method, arguments);
    assertThat(answer).isInstanceOf(KrpcMessage.Failure.class);
    return ((KrpcMessage.Failure) answer).code();
  }

  private static BDictionary.Builder arguments() {
    return BDictionary.builder();
  }

  private BString token() {
    return answer("get", arguments().put("target", STRANGERS_ID.bytes()))
        .string("token")
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "124.31.75.21, 5fbfbff10c5d6a4ec8a88e4c6ab4c28b95eee401",
    "21.75.31.124, 5a3ce9c14e7a08645677bbd1cfe7d8f956d53256",
    "65.23.51.170, a5d43220bc8f112a3d426c84764f8c2a1150e616",
    "84.124.73.14, 1b0321dd1bb1fe518101ceef99462b947a01ff41",
    "43.213.53.83, e56f6cbf5b7c4be0237986d5243b87aa6d51305a",
  })
  void idsOfBep42FitTheirAddresses(String address, String id) {
    DhtId node = DhtId.of(HexFormat.of().parseHex(id));
    assertThat(SecureIds.fits(node, InetAddress.ofLiteral(address))).isTrue();
    assertThat(SecureIds.fits(node, InetAddress.ofLiteral("124.31.75.22"))).isFalse();
    assertThat(SecureIds.fits(node, InetAddress.ofLiteral("192.168.1.1"))).isTrue();
  }

  @Test
  void idsMadeForAnAddressFitIt() {
    Random random = new Random(7);
    for (String address : List.of("203.0.113.9", "2001:db8:1:2::5")) {
      InetAddress host = InetAddress.ofLiteral(address);
      for (int i = 0; i < 50; i++) {
        assertThat(SecureIds.fits(SecureIds.make(host, random), host)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 4a533d47ec9c7d95b1ad75f576cffc641853b750,"
        + " 305ac8aeb6c9c151fa120f120ea2cfb923564e11552d06a5d856091e5e853cff"
        + "1260d3f39e4999684aa92eb73ffd136e6f4f3ecbfda0ce53a1608ecd7ae21f01",
    "foobar, 411eba73b6f087ca51a3795d9c8c938d365e32c1,"
        + " 6834284b6b24c3204eb2fea824d82f88883a3d95e8b4a21b8c0ded553d17d17d"
        + "df9a8a7104b1258f30bed3787e6cb896fca78c58f8e03b5f18f14951a87d9a08",
  })
  void signaturesOfBep44AreGood(String salt, String target, String signature) {
    NodeId key =
        NodeId.of(
            HexFormat.of()
                .parseHex("77ff84905a91936367c01360803104f92432fcd904a43511876df5cdf3e7e548"));
    MutableItem item =
        new MutableItem(
            key,
            BString.of(salt),
            1,
            BString.of("Hello World!"),
            BString.of(HexFormat.of().parseHex(signature)));
    assertThat(item.isSigned()).isTrue();
    assertThat(item.target()).hasToString(target);
    MutableItem later = new MutableItem(key, item.salt(), 2, item.value(), item.signature());
    assertThat(later.isSigned()).isFalse();
  }

  @Test
  void answersPingWithTheAddressItSaw() {
    KrpcMessage answer = ask(STRANGER, "ping", arguments());
    assertThat(answer.transaction()).isEqualTo(BString.of("aa"));
    assertThat(((KrpcMessage.Response) answer).seenAs()).contains(STRANGER);
    assertThat(((KrpcMessage.Response) answer).values().string("id"))
        .contains(core.table(AddressFamily.IPV4).own().string());
  }

  @Test
  void keepsPeersForHalfAnHour() {
    BDictionary.Builder wanted = arguments().put("info_hash", STRANGERS_ID.bytes());
    BString token = answer("get_peers", wanted).string("token").orElseThrow();
    assertThat(error("announce_peer", wanted.put("port", 99).put("token", "wrong")))
        .isEqualTo(KrpcMessage.PROTOCOL_ERROR);
    assertThat(error("announce_peer", wanted.put("port", 65536).put("token", token)))
        .isEqualTo(KrpcMessage.PROTOCOL_ERROR);
    assertThat(answer("announce_peer", wanted.put("port", 99))).isNotNull();
    assertThat(answer("announce_peer", wanted.put("implied_port", 1))).isNotNull();
    List<BencodeValue> packed =
        List.of(
            AddressFamily.pack(new InetSocketAddress(STRANGER.getAddress(), 99)),
            AddressFamily.pack(STRANGER));
    assertThat(answer("get_peers", wanted).list("values").orElseThrow().values())
        .containsExactlyInAnyOrderElementsOf(packed);
    now += PeerStore.PEER_MILLIS;
    long _ = core.tick(now);
    assertThat(answer("get_peers", wanted).list("values")).isEmpty();
  }

  @Test
  void tokensAreForOneAddressAndEnd() {
    BString token = token();
    BDictionary.Builder put = arguments().put("v", "x").put("token", token);
    assertThat(answer("put", put)).isNotNull();
    KrpcMessage other = ask(new InetSocketAddress("198.51.100.8", 6881), "put", put);
    assertThat(other).isInstanceOf(KrpcMessage.Failure.class);
    now += TokenKeeper.SECRET_MILLIS;
    long _ = core.tick(now);
    assertThat(answer("put", put)).isNotNull();
    now += TokenKeeper.SECRET_MILLIS;
    long _ = core.tick(now);
    assertThat(error("put", put)).isEqualTo(KrpcMessage.PROTOCOL_ERROR);
  }

  private BDictionary.Builder put(MutableItem item) {
    return arguments()
        .put("k", item.key().bytes())
        .put("salt", item.salt())
        .put("seq", item.sequence())
        .put("sig", item.signature())
        .put("v", item.value())
        .put("token", token());
  }

  @Test
  void mutableItemsFollowBep44() {
    Identity owner = Identity.ephemeral();
    BString salt = BString.of("s");
    MutableItem two = MutableItem.sign(owner, salt, 2, BString.of("two"));
    MutableItem three = MutableItem.sign(owner, salt, 3, BString.of("three"));
    assertThat(answer("put", put(two))).isNotNull();
    assertThat(answer("put", put(two))).isNotNull();
    MutableItem otherTwo = MutableItem.sign(owner, salt, 2, BString.of("zwei"));
    assertThat(error("put", put(otherTwo))).isEqualTo(KrpcMessage.SEQUENCE_TOO_SMALL);
    MutableItem one = MutableItem.sign(owner, salt, 1, BString.of("one"));
    assertThat(error("put", put(one))).isEqualTo(KrpcMessage.SEQUENCE_TOO_SMALL);
    assertThat(error("put", put(three).put("v", "forged")))
        .isEqualTo(KrpcMessage.SIGNATURE_INVALID);
    assertThat(error("put", put(three).put("cas", 1))).isEqualTo(KrpcMessage.CAS_MISMATCH);
    assertThat(answer("put", put(three).put("cas", 2))).isNotNull();
    assertThat(error("put", put(three).put("salt", "x".repeat(65))))
        .isEqualTo(KrpcMessage.SALT_TOO_BIG);
    assertThat(error("put", put(three).put("v", "x".repeat(1000))))
        .isEqualTo(KrpcMessage.VALUE_TOO_BIG);

    BDictionary.Builder wanted = arguments().put("target", three.target().bytes());
    BDictionary found = answer("get", wanted);
    assertThat(found.get("v")).contains(BString.of("three"));
    assertThat(found.integer("seq")).hasValue(3);
    assertThat(found.string("sig")).contains(three.signature());
    BDictionary known = answer("get", wanted.put("seq", 3));
    assertThat(known.integer("seq")).hasValue(3);
    assertThat(known.has("v")).isFalse();

    now += ItemStore.ITEM_MILLIS;
    long _ = core.tick(now);
    assertThat(answer("get", arguments().put("target", three.target().bytes())).has("v")).isFalse();
  }

  @Test
  void immutableItemsLieAtTheirHash() {
    assertThat(answer("put", arguments().put("v", "Hello World!").put("token", token())))
        .isNotNull();
    DhtId target = DhtId.of(HexFormat.of().parseHex("e5f96f6f38320f0f33959cb4d3d656452117aadb"));
    assertThat(answer("get", arguments().put("target", target.bytes())).string("v"))
        .contains(BString.of("Hello World!"));
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThat(error("vote", arguments())).isEqualTo(KrpcMessage.METHOD_UNKNOWN);
    assertThat(error("find_node", arguments())).isEqualTo(KrpcMessage.PROTOCOL_ERROR);
    assertThat(error("get_peers", arguments().put("info_hash", "short")))
        .isEqualTo(KrpcMessage.PROTOCOL_ERROR);
  }

  @Test
  void aFloodFromOneAddressDoesNotCrowdOutOthers() {
    KrpcMessage ping =
        new KrpcMessage.Query(
            BString.of("aa"), "ping", arguments().put("id", STRANGERS_ID.bytes()).build(), true);
    for (int i = 0; i < 10_000; i++) {
      InetSocketAddress from = new InetSocketAddress(STRANGER.getAddress(), 1 + i);
      core.receive(from, ByteBuffer.wrap(ping.write()), now);
    }
    assertThat(sent).hasSizeLessThanOrEqualTo(2 * 40);
    assertThat(core.dropped()).isGreaterThan(9_000);
    KrpcMessage other = ask(new InetSocketAddress("203.0.113.1", 6881), "ping", arguments());
    assertThat(other).isInstanceOf(KrpcMessage.Response.class);
  }

  @Test
  void takesAnswersOnlyFromWhomItAsked() {
    sent.clear();
    core.ping(STRANGER, Optional.empty());
    KrpcMessage query = sent.getFirst();
    KrpcMessage answer =
        new KrpcMessage.Response(
            query.transaction(),
            arguments().put("id", STRANGERS_ID.bytes()).build(),
            Optional.empty());
    core.receive(new InetSocketAddress("198.51.100.8", 6881), ByteBuffer.wrap(answer.write()), now);
    assertThat(core.table(AddressFamily.IPV4).size()).isZero();
    core.receive(STRANGER, ByteBuffer.wrap(answer.write()), now);
    assertThat(core.table(AddressFamily.IPV4).contains(STRANGER)).isTrue();
    core.receive(STRANGER, ByteBuffer.wrap(answer.write()), now);
    assertThat(core.table(AddressFamily.IPV4).size()).isOne();
  }

  @Test
  void itemsBeyondTheLimitsAreNotSigned() {
    Identity owner = Identity.ephemeral();
    BString long996 = BString.of("x".repeat(996));
    assertThat(Bencode.encodedLength(long996)).isEqualTo(1000);
    assertThat(MutableItem.sign(owner, BString.of(""), 1, long996).isSigned()).isTrue();
    assertThatThrownBy(
            () -> MutableItem.sign(owner, BString.of(""), 1, BString.of("x".repeat(997))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
