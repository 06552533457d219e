package mutual.files.wire;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BInteger;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeException;
import mutual.overlay.bencode.BencodeLimits;

/**
 * What a peer says of its extensions (BEP 10).
 *
 * @param ids extension names and the numbers under which the sender wants their messages
 * @param client name and version of the program
 * @param port where the sender listens
 * @param requests how many requests it takes at once
 * @param metadataBytes length of the info dictionary, if the sender has it (BEP 9)
 * @param yourIp the address under which the sender sees the receiver
 * @param uploadOnly whether the sender wants nothing (BEP 21)
 */
public record ExtensionHandshake(
    Map<String, Integer> ids,
    Optional<String> client,
    OptionalInt port,
    OptionalInt requests,
    OptionalInt metadataBytes,
    Optional<byte[]> yourIp,
    boolean uploadOnly) {
  /** The number of this message itself. */
  public static final int ID = 0;

  /** Exchange of the info dictionary (BEP 9). */
  public static final String METADATA = "ut_metadata";

  /** Exchange of peers' addresses (BEP 11). */
  public static final String PEX = "ut_pex";

  /** A piece is lost (BEP 54). */
  public static final String DONT_HAVE = "lt_donthave";

  /** Whom the provider of a private share vouches for: our own, see {@link MembersMessage}. */
  public static final String MEMBERS = "mutual_members";

  private static final int NAMES_MAX = 64;
  private static final int CLIENT_CHARACTERS_MAX = 64;

  public ExtensionHandshake {
    ids = Map.copyOf(ids);
  }

  /** Reads the payload of an EXTENDED message with the number {@link #ID}. */
  public static ExtensionHandshake read(ByteBuffer payload) throws WireException {
    BDictionary said = dictionary(payload);
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (var entry : said.dictionary("m").orElse(BDictionary.EMPTY)) {
      if (entry.getValue() instanceof BInteger(long id)
          && id > 0
          && id < 256
          && ids.size() < NAMES_MAX) {
        ids.put(entry.getKey().text(), (int) id);
      }
    }
    return new ExtensionHandshake(
        ids,
        said.string("v").map(BString::text).map(ExtensionHandshake::plain),
        number(said, "p", 65_535),
        number(said, "reqq", 1 << 20),
        number(said, "metadata_size", Integer.MAX_VALUE),
        said.string("yourip")
            .filter(ip -> ip.length() == 4 || ip.length() == 16)
            .map(BString::bytes),
        number(said, "upload_only", 1).orElse(0) == 1);
  }

  static BDictionary dictionary(ByteBuffer payload) throws WireException {
    try {
      if (Bencode.decodeLenient(payload.duplicate(), BencodeLimits.MESSAGE)
          instanceof BDictionary dictionary) {
        return dictionary;
      }
    } catch (BencodeException e) {
      throw new WireException("Not bencode: " + e.getMessage(), e);
    }
    throw new WireException("Not a dictionary");
  }

  private static OptionalInt number(BDictionary said, String key, int max) {
    long value = said.integer(key).orElse(0);
    return value > 0 && value <= max ? OptionalInt.of((int) value) : OptionalInt.empty();
  }

  /** A stranger's words, without what could disturb a terminal or a page. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .filter(c -> !Character.isISOControl(c))
        .limit(CLIENT_CHARACTERS_MAX)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  /** The message's bytes. */
  public PeerMessage.Extended message() {
    BDictionary.Builder m = BDictionary.builder();
    ids.forEach((name, id) -> m.put(name, id));
    BDictionary.Builder all = BDictionary.builder().put("m", m.build());
    client.ifPresent(name -> all.put("v", name));
    port.ifPresent(number -> all.put("p", number));
    requests.ifPresent(number -> all.put("reqq", number));
    metadataBytes.ifPresent(number -> all.put("metadata_size", number));
    yourIp.ifPresent(ip -> all.put("yourip", ip));
    if (uploadOnly) {
      all.put("upload_only", 1);
    }
    return new PeerMessage.Extended(ID, ByteBuffer.wrap(Bencode.encode(all.build())));
  }
}
