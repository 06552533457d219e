package mutual.overlay.dht;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeValue;

/**
 * A value that the holder of a key has signed and may replace (BEP 44). It lies at the SHA-1 of the
 * key and the salt; of two, the one with the higher sequence number counts.
 *
 * @param key the Ed25519 key that signed
 * @param salt tells apart the items of one key; at most {@value #SALT_BYTES_MAX} bytes
 * @param sequence counts up with each replacement
 * @param value at most {@value #VALUE_BYTES_MAX} bytes when encoded
 * @param signature 64 bytes over salt, sequence and value
 */
public record MutableItem(
    NodeId key, BString salt, long sequence, BencodeValue value, BString signature) {
  public static final int VALUE_BYTES_MAX = 1000;
  public static final int SALT_BYTES_MAX = 64;

  static final int SIGNATURE_BYTES = 64;

  /** Makes and signs an item. */
  public static MutableItem sign(
      Identity identity, BString salt, long sequence, BencodeValue value) {
    if (Bencode.encodedLength(value) > VALUE_BYTES_MAX || salt.length() > SALT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "An item's value has at most "
              + VALUE_BYTES_MAX
              + " bytes and its salt "
              + SALT_BYTES_MAX
              + ", not "
              + Bencode.encodedLength(value)
              + " and "
              + salt.length());
    }
    byte[] signature = identity.sign(signed(salt, sequence, value));
    return new MutableItem(identity.id(), salt, sequence, value, BString.of(signature));
  }

  /** Whether the key has signed just this. */
  public boolean isSigned() {
    return signature.length() == SIGNATURE_BYTES
        && Identity.verify(key, signed(salt, sequence, value), signature.bytes());
  }

  /** Where items of a key and a salt lie. */
  public static DhtId target(NodeId key, BString salt) {
    return DhtId.sha1(key.bytes(), salt.bytes());
  }

  /** Where this item lies. */
  public DhtId target() {
    return target(key, salt);
  }

  private static byte[] signed(BString salt, long sequence, BencodeValue value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (salt.length() > 0) {
      bytes.writeBytes("4:salt".getBytes(ISO_8859_1));
      bytes.writeBytes(Bencode.encode(salt));
    }
    bytes.writeBytes(("3:seqi" + sequence + "e1:v").getBytes(ISO_8859_1));
    bytes.writeBytes(Bencode.encode(value));
    return bytes.toByteArray();
  }
}
