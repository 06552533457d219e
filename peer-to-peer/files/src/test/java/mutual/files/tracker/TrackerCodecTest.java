package mutual.files.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import mutual.overlay.bencode.BString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and answers as bytes. */
final class TrackerCodecTest {
  private static byte[] bytes(String latin) {
    return latin.getBytes(ISO_8859_1);
  }

  private static TrackerAnswer http(String body) throws TrackerException {
    return HttpAnnounce.answer(bytes(body));
  }

  @Test
  void httpRequestsEscapeRawBytesAndKeepWhatTheAddressHad() throws Exception {
    TrackerUrl url = TrackerUrl.parse("http://tracker.example:81/ann|ounce?pass=a%20b");
    Announce announce = Samples.announce(Announce.Event.STARTED);
    String id = new String(announce.self().bytes(), 0, 8, ISO_8859_1);
    String request = HttpAnnounce.request(url, announce).toString();
    assertThat(request)
        .startsWith(
            "http://tracker.example:81/ann%7Counce?pass=a%20b&info_hash="
                + "%00%10%200%40P%60p%80%90%A0%B0%C0%D0%E0%F0%01%11%211&peer_id="
                + id)
        .endsWith(
            "&port=6881&uploaded=1&downloaded=2&left=3&compact=1&no_peer_id=1&numwant=50"
                + "&key=000000A1&event=started");
  }

  @Test
  void anEmptyQueryAndATrackersIdAreWrittenWell() throws Exception {
    Announce plain = Samples.announce(Announce.Event.NONE);
    Announce known =
        new Announce(
            plain.hash(),
            plain.self(),
            1,
            plain.transferred(),
            Announce.Event.NONE,
            0,
            0,
            Optional.of(BString.of("x&y")));
    for (String url : new String[] {"http://t/a", "http://t/a?", "https://t/a#x"}) {
      String request = HttpAnnounce.request(TrackerUrl.parse(url), known).toString();
      assertThat(request).contains("//t/a?info_hash=").endsWith("&trackerid=x%26y");
      assertThat(request).doesNotContain("event");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wss://t/announce", "file:///etc/passwd", "http://me:secret@t/a", "udp://t/announce", "a",
        "", "http:///a", "http://t/%zz", "http://[::1/a", "udp://t:70000/a"
      })
  void addressesThatCannotBeAskedAreNeverTriedAgain(String url) {
    assertThatThrownBy(() -> TrackerUrl.parse(url))
        .isInstanceOfSatisfying(
            TrackerException.class,
            e -> assertThat(e.retryMillis()).hasValue(TrackerException.NEVER));
  }

  @Test
  void addressesTellHostPortAndPath() throws Exception {
    TrackerUrl six = TrackerUrl.parse(" UDP://[fd00::1]:6969/announce?k=1 ");
    assertThat(six.host()).isEqualTo("fd00::1");
    assertThat(six.pathAndQuery()).isEqualTo("/announce?k=1");
    assertThat(TrackerUrl.parse("https://t").place()).isEqualTo("https://t:443");
  }

  @Test
  void compactAnswersOfBothFamiliesAreRead() throws Exception {
    TrackerAnswer answer =
        http(
            "d8:completei5e10:incompletei7e8:intervali1800e12:min intervali900e"
                + "5:peers12:\12\0\0\1\32\341\12\0\0\2\0\0"
                + "6:peers618:\375\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\120"
                + "10:tracker id2:id15:warning message5:h\ni\33!e");
    assertThat(answer.peers())
        .containsExactly(Samples.peer("10.0.0.1", 6881), Samples.peer("fd00::1", 80));
    assertThat(answer.intervalSeconds()).isEqualTo(1_800);
    assertThat(answer.intervalSecondsMin()).isEqualTo(900);
    assertThat(answer.seeders()).hasValue(5);
    assertThat(answer.leechers()).hasValue(7);
    assertThat(answer.warning()).hasValue("h i!");
    assertThat(answer.trackerId()).hasValue(BString.of("id"));
  }

  @Test
  void peersAsDictionariesAreReadWithoutLookingNamesUp() throws Exception {
    TrackerAnswer answer =
        http(
            "d8:intervali60e5:peersl"
                + "d2:ip8:10.0.0.14:porti1ee"
                + "d2:ip7:fd00::17:peer id1:x4:porti2ee"
                + "d2:ip12:peer.example4:porti3ee"
                + "d2:ip8:10.0.0.14:porti65536ee"
                + "d2:ip7:0.0.0.04:porti4eei7eee");
    assertThat(answer.peers())
        .containsExactly(Samples.peer("10.0.0.1", 1), Samples.peer("fd00::1", 2));
  }

  @Test
  void refusalsAreInTheTrackersWordsAndTellWhenToRetry() {
    assertThatThrownBy(() -> http("d14:failure reason7:go away8:retry ini2ee"))
        .isInstanceOfSatisfying(
            TrackerException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(TrackerException.Reason.REFUSED);
              assertThat(e.sentence()).isEqualTo("The tracker refused: go away");
              assertThat(e.retryMillis()).hasValue(120_000);
            });
    assertThatThrownBy(() -> http("d14:failure reason1:x8:retry in5:nevere"))
        .isInstanceOfSatisfying(
            TrackerException.class,
            e -> assertThat(e.retryMillis()).hasValue(TrackerException.NEVER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "i1e", "le", "d5:peers999999:xe"})
  void whatIsNoAnswerIsMalformed(String body) {
    assertThatThrownBy(() -> http(body))
        .isInstanceOfSatisfying(
            TrackerException.class,
            e -> assertThat(e.reason()).isEqualTo(TrackerException.Reason.MALFORMED));
  }

  @Test
  void peersBeyondTheLimitAreNotRead() throws Exception {
    byte[] many = new byte[6 * 2_000];
    Arrays.fill(many, (byte) 9);
    String six = "6:peers618:\375\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\120";
    String compact = "5:peers12000:" + new String(many, ISO_8859_1);
    assertThat(http("d" + compact + six + "e").peers()).hasSize(TrackerAnswer.PEERS_MAX);
    String spelled = "5:peersl" + "d2:ip7:9.9.9.94:porti9ee".repeat(2_000) + "e";
    assertThat(http("d" + spelled + "e").peers()).hasSize(TrackerAnswer.PEERS_MAX);
  }

  @Test
  void udpRequestsAreThoseOfTheProposal() {
    assertThat(HexFormat.of().formatHex(UdpAnnounce.connect(0x01020304)))
        .isEqualTo("0000041727101980" + "00000000" + "01020304");
    Announce announce = Samples.announce(Announce.Event.STOPPED);
    byte[] request = UdpAnnounce.announce(0x1122334455667788L, 9, announce, "/announce");
    assertThat(HexFormat.of().formatHex(request))
        .isEqualTo(
            "1122334455667788"
                + "0000000100000009"
                + "00102030405060708090a0b0c0d0e0f001112131"
                + HexFormat.of().formatHex(announce.self().bytes())
                + "0000000000000002"
                + "0000000000000003"
                + "0000000000000001"
                + "00000003"
                + "00000000"
                + "000000a1"
                + "00000032"
                + "1ae1"
                + "0209"
                + HexFormat.of().formatHex(bytes("/announce")));
    byte[] longer = UdpAnnounce.announce(1, 1, announce, "/" + "x".repeat(299));
    assertThat(longer).hasSize(98 + 2 + 255 + 2 + 45);
    assertThat(longer[98 + 2 + 255]).isEqualTo((byte) 2);
    assertThat(longer[98 + 2 + 255 + 1]).isEqualTo((byte) 45);
  }

  @Test
  void udpAnswersAreReadByFamily() throws Exception {
    String head = "00000001" + "00000009" + "0000003c" + "00000002" + "00000001";
    @Nullable ByteBuffer body = UdpAnnounce.answer(hex(head + "0a0000011ae1ff"), 1, 9);
    assertThat(body).isNotNull();
    TrackerAnswer answer = UdpAnnounce.peers(body, false);
    assertThat(answer.intervalSeconds()).isEqualTo(60);
    assertThat(answer.leechers()).hasValue(2);
    assertThat(answer.seeders()).hasValue(1);
    assertThat(answer.peers()).containsExactly(Samples.peer("10.0.0.1", 6881));
    ByteBuffer six = hex("0000003c0000000200000001" + "fd00" + "00".repeat(13) + "011ae1");
    assertThat(UdpAnnounce.peers(six, true).peers()).containsExactly(Samples.peer("fd00::1", 6881));
  }

  @Test
  void udpDatagramsThatAnswerSomethingElseAreNone() throws Exception {
    assertThat(UdpAnnounce.answer(hex("0000000100000008"), 1, 9)).isNull();
    assertThat(UdpAnnounce.answer(hex("0000000000000009"), 1, 9)).isNull();
    assertThat(UdpAnnounce.answer(hex("00000001"), 1, 9)).isNull();
    assertThatThrownBy(() -> UdpAnnounce.answer(hex("00000003000000096e6f"), 1, 9))
        .isInstanceOf(TrackerException.class)
        .hasMessage("The tracker refused: no");
    assertThatThrownBy(() -> UdpAnnounce.peers(hex("0000"), false))
        .isInstanceOf(TrackerException.class);
  }

  private static ByteBuffer hex(String digits) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
  }
}
