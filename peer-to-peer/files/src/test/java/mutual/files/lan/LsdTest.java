package mutual.files.lan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import mutual.overlay.bencode.BString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams, timing and limits of local service discovery. */
final class LsdTest {
  private static final String HEX = "0123456789abcdef0123456789abcdef01234567";
  private static final long MINUTE = 60_000;

  private static BString hash(int number) {
    byte[] bytes = new byte[20];
    bytes[0] = (byte) number;
    return BString.of(bytes);
  }

  private static Optional<LsdMessage> read(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return LsdMessage.read(bytes, bytes.length);
  }

  @Test
  void datagramsAreThoseOfTheProposal() {
    LsdMessage message = new LsdMessage(6881, List.of(hash(1), hash(2)), "me");
    String text = new String(message.datagram("239.192.152.143:6771"), ISO_8859_1);
    assertThat(text)
        .isEqualTo(
            "BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\nPort: 6881\r\n"
                + "Infohash: 01"
                + "00".repeat(19)
                + "\r\nInfohash: 02"
                + "00".repeat(19)
                + "\r\ncookie: me\r\n\r\n\r\n");
    assertThat(read(text)).hasValue(message);
  }

  @Test
  void whatOthersWriteIsRead() {
    LsdMessage read =
        read("BT-SEARCH * HTTP/1.1\nhost:x\nPORT:80\ninfohash: "
                + HEX.toUpperCase(Locale.ROOT)
                + "\n\n")
            .orElseThrow();
    assertThat(read.port()).isEqualTo(80);
    assertThat(read.cookie()).isEmpty();
    assertThat(read.hashes().getFirst().bytes()).startsWith(1, 0x23, 0x45);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HTTP/1.1\r\nPort: 1\r\nInfohash: " + HEX,
        "BT-SEARCH * HTTP/1.1\r\nPort: 1\r\n",
        "BT-SEARCH * HTTP/1.1\r\nInfohash: " + HEX,
        "BT-SEARCH * HTTP/1.1\r\nPort: 0\r\nInfohash: " + HEX,
        "BT-SEARCH * HTTP/1.1\r\nPort: 65536\r\nInfohash: " + HEX,
        "BT-SEARCH * HTTP/1.1\r\nPort: -1\r\nInfohash: " + HEX,
        "BT-SEARCH * HTTP/1.1\r\nPort: 1\r\nInfohash: " + HEX + "0",
        "BT-SEARCH * HTTP/1.1\r\nPort: 1\r\nInfohash: zz" + HEX
      })
  void whatIsNoAnnouncementIsNone(String text) {
    assertThat(read(text)).isEmpty();
  }

  @Test
  void manyHashesAndLongDatagramsAreCut() {
    String start = "BT-SEARCH * HTTP/1.1\r\nPort: 1\r\n";
    String line = "Infohash: " + HEX + "\r\n";
    assertThat(read(start + line.repeat(25)).orElseThrow().hashes()).hasSize(LsdMessage.HASHES_MAX);
    assertThat(read(start + line.repeat(30))).as("longer than a datagram may be").isEmpty();
    LsdMessage full = new LsdMessage(65_535, Collections.nCopies(20, hash(1)), "0123456789abcdef");
    assertThat(full.datagram("[ff15::efc0:988f]:6771").length)
        .isLessThanOrEqualTo(LsdMessage.DATAGRAM_BYTES_MAX);
  }

  @Test
  void anyBytesAreReadOrIgnored() {
    Random random = new Random(7);
    String fine = "BT-SEARCH * HTTP/1.1\r\nPort: 6881\r\nInfohash: " + HEX + "\r\ncookie: a\r\n";
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = fine.getBytes(ISO_8859_1);
      for (int j = random.nextInt(5); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      LsdMessage.read(bytes, random.nextInt(bytes.length + 1))
          .ifPresent(message -> assertThat(message.port()).isBetween(1, 65_535));
    }
  }

  @Test
  void hashesAreAnnouncedAtOnceAndEveryFiveMinutesButNeverTwiceAMinute() {
    LsdSchedule schedule = new LsdSchedule();
    List<BString> wanted = List.of(hash(1), hash(2));
    assertThat(schedule.nextMillis(wanted, 5)).isEqualTo(5);
    assertThat(schedule.due(wanted, 5)).isEqualTo(wanted);
    schedule.sent(wanted, 5);
    assertThat(schedule.due(wanted, 4 * MINUTE)).isEmpty();
    assertThat(schedule.nextMillis(wanted, 6)).isEqualTo(5 * MINUTE + 5);
    schedule.renew(hash(1));
    assertThat(schedule.due(wanted, MINUTE)).isEmpty();
    assertThat(schedule.due(wanted, MINUTE + 5)).containsExactly(hash(1));
    schedule.sent(List.of(hash(1)), MINUTE + 5);
    schedule.renewAll();
    assertThat(schedule.due(wanted, MINUTE + 5)).containsExactly(hash(2));
    schedule.forget(List.of(), MINUTE + 5);
    assertThat(schedule.due(List.of(hash(1)), MINUTE + 6)).isEmpty();
    schedule.forget(List.of(), 3 * MINUTE);
    assertThat(schedule.isEmpty()).isTrue();
    assertThat(schedule.nextMillis(List.of(), 0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void nobodyIsBelievedWithoutEnd() {
    HearsayLimits limits = new HearsayLimits();
    InetAddress chatty = InetAddress.ofLiteral("10.0.0.1");
    for (int i = 0; i < HearsayLimits.PEERS_A_MINUTE_MAX; i++) {
      assertThat(limits.allow(chatty, 1)).isTrue();
    }
    assertThat(limits.allow(chatty, MINUTE - 1)).isFalse();
    for (int i = 1; i < HearsayLimits.ADDRESSES_A_MINUTE_MAX; i++) {
      assertThat(limits.allow(InetAddress.ofLiteral("10.1." + i / 256 + "." + i % 256), 1))
          .isTrue();
    }
    assertThat(limits.allow(InetAddress.ofLiteral("10.2.0.1"), 1)).isFalse();
    assertThat(limits.allow(chatty, MINUTE)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "192.168.1.1, true",
    "172.31.0.1, true",
    "172.32.0.1, false",
    "127.0.0.1, true",
    "169.254.1.1, true",
    "8.8.8.8, false",
    "fe80::1, true",
    "fd12::1, true",
    "fc00::1, true",
    "2001:db8::1, false",
    "0.0.0.0, true"
  })
  void localAddressesAreThoseOfNoOtherNetwork(String address, boolean local) {
    assertThat(LanAddresses.isLocal(InetAddress.ofLiteral(address))).isEqualTo(local);
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.1, 198.51.100.200, 24, true", "198.51.100.1, 198.51.101.1, 24, false",
    "198.51.100.1, 198.51.101.1, 23, true", "198.51.100.1, 198.51.100.2, 32, false",
    "1.2.3.4, 200.2.3.4, 0, true", "2001:db8::1, 2001:db8::ffff, 64, true",
    "2001:db8::1, 2001:db8:0:1::1, 64, false", "1.2.3.4, 2001:db8::1, 0, false"
  })
  void networksAreComparedByTheirFirstBits(String one, String other, int bits, boolean same) {
    assertThat(
            LanAddresses.sameNetwork(
                InetAddress.ofLiteral(one), InetAddress.ofLiteral(other), bits))
        .isEqualTo(same);
  }
}
