package mutual.overlay.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BencodeTest {
  private static final BencodeLimits LIMITS = BencodeLimits.MESSAGE;

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static BencodeValue decode(String text) throws BencodeException {
    return Bencode.decode(bytes(text), LIMITS);
  }

  @Test
  void readsWhatBep3Shows() throws Exception {
    assertThat(decode("4:spam")).isEqualTo(BString.of("spam"));
    assertThat(decode("0:")).isEqualTo(BString.of(""));
    assertThat(decode("i3e")).isEqualTo(new BInteger(3));
    assertThat(decode("i-3e")).isEqualTo(new BInteger(-3));
    assertThat(decode("i0e")).isEqualTo(new BInteger(0));
    assertThat(decode("l4:spam4:eggse"))
        .isEqualTo(BList.of(BString.of("spam"), BString.of("eggs")));
    assertThat(decode("d3:cow3:moo4:spam4:eggse"))
        .isEqualTo(BDictionary.builder().put("spam", "eggs").put("cow", "moo").build());
    assertThat(decode("de")).isEqualTo(BDictionary.EMPTY);
  }

  @Test
  void integersFillSixtyFourBits() throws Exception {
    assertThat(decode("i" + Long.MIN_VALUE + "e")).isEqualTo(new BInteger(Long.MIN_VALUE));
    assertThat(decode("i" + Long.MAX_VALUE + "e")).isEqualTo(new BInteger(Long.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource({
    "i9223372036854775808e, 1, beyond 64 bits",
    "i-9223372036854775809e, 1, beyond 64 bits",
    "i99999999999999999999999999e, 1, beyond 64 bits",
    "ie, 1, without digits",
    "i-e, 2, without digits",
    "i1x2e, 2, no digit",
    "i12, 3, the end inside",
    "5:spam, 0, longer than what is there",
    "99999999999999999999:a, 0, beyond 64 bits",
    "-1:a, 0, begins no value",
    "li1e, 4, the end inside",
    "di1e1:ae, 1, begins no value",
    "d1:ae, 4, begins no value",
    "d1:ai1e1:ai2ee, 7, twice",
    "i1ei2e, 3, more bytes",
    "x, 0, begins no value",
    "'', 0, the end inside",
  })
  void refusesEvenLenientlyAndSaysWhere(String text, int offset, String reason) {
    for (boolean strict : new boolean[] {true, false}) {
      BencodeException e =
          catchThrowableOfType(
              BencodeException.class,
              () -> {
                BencodeValue _ =
                    strict
                        ? Bencode.decode(bytes(text), LIMITS)
                        : Bencode.decodeLenient(bytes(text), LIMITS);
              });
      assertThat(e).hasMessageContaining(reason);
      assertThat(e.offset()).isEqualTo(offset);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"i01e", "i-0e", "i-01e", "04:spam", "d1:bi1e1:ai2ee"})
  void onlyLenientlyTakesWhatIsNotCanonical(String text) throws Exception {
    assertThatThrownBy(() -> decode(text)).isInstanceOf(BencodeException.class);
    BencodeValue value = Bencode.decodeLenient(bytes(text), LIMITS);
    assertThat(decode(new String(Bencode.encode(value), ISO_8859_1))).isEqualTo(value);
  }

  @Test
  void givesUpAtItsLimits() throws Exception {
    String deep = "l".repeat(16) + "e".repeat(16);
    assertThat(decode(deep)).isInstanceOf(BList.class);
    assertThatThrownBy(() -> decode("l" + deep + "e")).hasMessageContaining("16 lists");
    assertThatThrownBy(() -> Bencode.decode(bytes("l".repeat(1_000_000)), BencodeLimits.TORRENT))
        .hasMessageContaining("128 lists");

    BencodeLimits five = new BencodeLimits(100, 4, 5);
    assertThat(Bencode.decode(bytes("l0:0:0:0:e"), five)).isInstanceOf(BList.class);
    assertThatThrownBy(() -> Bencode.decode(bytes("l0:0:0:0:0:e"), five))
        .hasMessageContaining("more than 5 values");

    BencodeLimits small = new BencodeLimits(6, 4, 5);
    assertThat(Bencode.decode(bytes("4:spam"), small)).isEqualTo(BString.of("spam"));
    assertThatThrownBy(() -> Bencode.decode(bytes("5:spams"), small))
        .hasMessageContaining("more than 6 bytes");
    assertThatThrownBy(() -> Bencode.decode(bytes("4:spam-"), small))
        .hasMessageContaining("more than 6 bytes");
    assertThatThrownBy(() -> new BencodeLimits(1, 257, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsAValueBeforeOtherBytes() throws Exception {
    ByteBuffer message = ByteBuffer.wrap(bytes("--d8:msg_typei1e5:piecei0eeDATA"));
    message.position(2);
    Bencode.Prefix prefix = Bencode.decodePrefix(message, LIMITS);
    assertThat(prefix.length()).isEqualTo(25);
    assertThat(prefix.value())
        .isEqualTo(BDictionary.builder().put("piece", 0).put("msg_type", 1).build());
    assertThat(message.position()).isEqualTo(2);
  }

  @Test
  void keepsTheInfoDictionaryAsItCame() throws Exception {
    ByteBuffer torrent = ByteBuffer.wrap(bytes("d8:announce1:x4:infod1:bi01e1:ai2eee"));
    ByteBuffer info = Bencode.original(torrent, "info", LIMITS).orElseThrow();
    assertThat(ISO_8859_1.decode(info).toString()).isEqualTo("d1:bi01e1:ai2ee");
    assertThat(Bencode.original(torrent, "none", LIMITS)).isEmpty();
    assertThatThrownBy(() -> Bencode.original(ByteBuffer.wrap(bytes("le")), "info", LIMITS))
        .hasMessageContaining("no dictionary");
  }

  @Test
  void looksUpByTypeOnly() throws Exception {
    BDictionary dictionary = (BDictionary) decode("d1:ai1e1:b1:x1:cle1:ddee");
    assertThat(dictionary.integer("a")).hasValue(1);
    assertThat(dictionary.integer("b")).isEmpty();
    assertThat(dictionary.string("b")).contains(BString.of("x"));
    assertThat(dictionary.string("z")).isEmpty();
    assertThat(dictionary.list("c")).contains(BList.of());
    assertThat(dictionary.dictionary("d")).contains(BDictionary.EMPTY);
    assertThat(dictionary.dictionary("a")).isEmpty();
  }

  @Test
  void keysAreOrderedAsUnsignedBytes() {
    BDictionary dictionary =
        BDictionary.builder()
            .put(BString.of(new byte[] {(byte) 0x80}), new BInteger(3))
            .put("b", 2)
            .put("ab", 1)
            .put("a", 0)
            .build();
    assertThat(Bencode.encode(dictionary)).isEqualTo(bytes("d1:ai0e2:abi1e1:bi2e1:\u0080i3ee"));
  }
}
