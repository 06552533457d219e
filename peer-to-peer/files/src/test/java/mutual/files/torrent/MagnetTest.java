package mutual.files.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MagnetTest {
  private static final String V1 = "0123456789abcdef0123456789abcdef01234567";
  private static final String V2 =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @Test
  void readsEverythingALinkCanSay() throws Exception {
    Magnet magnet =
        Magnet.parse(
            "magnet:?xt=urn:btih:"
                + V1
                + "&xt=urn:btmh:1220"
                + V2
                + "&dn=A%20film+%28short%29&tr=http%3A%2F%2Ft%2Fannounce&tr.1=udp://u:80"
                + "&x.pe=10.0.0.1:6881&x.pe=[2001:db8::1]:6882&x.pe=host.example:1"
                + "&so=0,2,4-6&ws=http://seed/&unknown=1");
    assertThat(magnet.hashes().v1().orElseThrow().hex()).isEqualTo(V1);
    assertThat(magnet.hashes().v2().orElseThrow().hex()).isEqualTo(V2);
    assertThat(magnet.name()).contains("A film (short)");
    assertThat(magnet.trackers()).containsExactly("http://t/announce", "udp://u:80");
    assertThat(magnet.webSeeds()).containsExactly("http://seed/");
    assertThat(magnet.peers())
        .containsExactly(
            new Magnet.PeerAddress("10.0.0.1", 6881),
            new Magnet.PeerAddress("2001:db8::1", 6882),
            new Magnet.PeerAddress("host.example", 1));
    assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7))
        .filteredOn(magnet::selects)
        .containsExactly(0, 2, 4, 5, 6);
    assertThat(Magnet.parse(magnet.toString())).isEqualTo(magnet);
  }

  @Test
  void readsBase32AndLinksCopiedFromHtml() throws Exception {
    Magnet magnet =
        Magnet.parse(" magnet:?dn=x&amp;xt.1=urn:btih:AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH\n");
    assertThat(magnet.hashes()).isEqualTo(InfoHashes.of(InfoHash.v1(hex(V1))));
  }

  private static byte[] hex(String text) {
    return java.util.HexFormat.of().parseHex(text);
  }

  @ParameterizedTest
  @CsvSource({
    "http://x, does not begin with magnet",
    "magnet:?dn=x, names no BitTorrent content",
    "magnet:?xt=urn:btih:123, 3 characters",
    "magnet:?xt=urn:btih:zz23456789abcdef0123456789abcdef01234567, neither hexadecimal nor",
    "magnet:?xt=urn:btmh:1320abcd, no SHA-256 multihash",
    "magnet:?dn=%zz, percent sign",
    "magnet:?x.pe=nowhere, no host:port",
    "magnet:?so=a, something other than numbers",
    "magnet:?so=6-4, something other than numbers",
  })
  void refusesAndSaysWhy(String link, String reason) {
    assertThatThrownBy(() -> Magnet.parse(link))
        .isInstanceOf(MalformedTorrentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesTwoContentsAndTooMuch() {
    String other = V1.replace('0', 'f');
    assertThatThrownBy(() -> Magnet.parse("magnet:?xt=urn:btih:" + V1 + "&xt=urn:btih:" + other))
        .hasMessageContaining("two different contents");
    assertThatThrownBy(() -> Magnet.parse("magnet:?dn=" + "x".repeat(70_000)))
        .hasMessageContaining("longer than");
    StringBuilder many = new StringBuilder("magnet:?xt=urn:btih:" + V1);
    for (int i = 0; i <= TorrentLimits.TRACKERS_MAX; i++) {
      many.append("&tr=").append(i);
    }
    assertThatThrownBy(() -> Magnet.parse(many.toString())).hasMessageContaining("trackers");
  }
}
