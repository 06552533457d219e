package mutual.middleware;

import java.util.Arrays;
import java.util.Locale;

/**
 * The name of a node: its Ed25519 public key (RFC 8032), 32 bytes.
 *
 * <p>As text it is base32 (RFC 4648: A-Z and 2-7) in eight groups of seven characters joined by
 * hyphens. Each 13 characters of the key are followed by a check character (Luhn modulo 32), so
 * that a mistyped character is found, and so are swapped neighbours other than A and 7; digits that
 * look like letters (0, 1, 8) are read as O, I and B.
 */
public final class NodeId implements Comparable<NodeId> {
  /** Length of the key. */
  public static final int BYTES = 32;

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int KEY_CHARACTERS = 52;
  private static final int BLOCK_CHARACTERS = 13;
  private static final int BLOCKS = KEY_CHARACTERS / BLOCK_CHARACTERS;
  private static final int GROUP_CHARACTERS = 7;

  private final byte[] key;

  private NodeId(byte[] key) {
    this.key = key;
  }

  /** Makes the name from the key. */
  public static NodeId of(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("A node id is " + BYTES + " bytes, not " + key.length);
    }
    return new NodeId(key.clone());
  }

  /**
   * Reads the text form, with or without hyphens and blanks, in any case; says what is wrong with
   * other text.
   */
  public static NodeId parse(String text) {
    String plain =
        text.toUpperCase(Locale.ROOT)
            .replaceAll("[-\\s]", "")
            .replace('0', 'O')
            .replace('1', 'I')
            .replace('8', 'B');
    for (int i = 0; i < plain.length(); i++) {
      if (ALPHABET.indexOf(plain.charAt(i)) < 0) {
        throw new IllegalArgumentException(
            "A node id has letters and the digits 2 to 7, not '" + plain.charAt(i) + "'");
      }
    }
    int expected = KEY_CHARACTERS + BLOCKS;
    if (plain.length() != expected) {
      throw new IllegalArgumentException(
          "A node id has " + expected + " characters, not " + plain.length());
    }
    StringBuilder bare = new StringBuilder(KEY_CHARACTERS);
    for (int block = 0; block < BLOCKS; block++) {
      int start = block * (BLOCK_CHARACTERS + 1);
      String part = plain.substring(start, start + BLOCK_CHARACTERS);
      if (plain.charAt(start + BLOCK_CHARACTERS) != checkCharacter(part)) {
        throw new IllegalArgumentException(
            "The node id is mistyped in its characters "
                + (start + 1)
                + " to "
                + (start + BLOCK_CHARACTERS + 1));
      }
      bare.append(part);
    }
    return fromBase32(bare);
  }

  /** Reads {@link #label()}. */
  static NodeId fromLabel(String label) {
    String plain = label.toUpperCase(Locale.ROOT);
    if (plain.length() != KEY_CHARACTERS || !plain.matches("[A-Z2-7]+")) {
      throw new IllegalArgumentException("Not a node's label: " + label);
    }
    return fromBase32(plain);
  }

  private static NodeId fromBase32(CharSequence text) {
    byte[] bytes = new byte[BYTES];
    int buffer = 0;
    int bits = 0;
    int position = 0;
    for (int i = 0; i < text.length(); i++) {
      buffer = (buffer << 5) | ALPHABET.indexOf(text.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[position++] = (byte) (buffer >> bits);
        buffer &= (1 << bits) - 1;
      }
    }
    if (buffer != 0) {
      throw new IllegalArgumentException("The node id's last characters do not belong to a key");
    }
    return new NodeId(bytes);
  }

  private static char checkCharacter(String block) {
    int sum = 0;
    int factor = 1;
    for (int i = block.length() - 1; i >= 0; i--) {
      factor = 3 - factor;
      int product = factor * ALPHABET.indexOf(block.charAt(i));
      sum += product / 32 + product % 32;
    }
    return ALPHABET.charAt((32 - sum % 32) % 32);
  }

  private String base32() {
    StringBuilder text = new StringBuilder(KEY_CHARACTERS);
    int buffer = 0;
    int bits = 0;
    for (byte b : key) {
      buffer = (buffer << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(ALPHABET.charAt((buffer >> bits) & 31));
        buffer &= (1 << bits) - 1;
      }
    }
    return text.append(ALPHABET.charAt((buffer << (5 - bits)) & 31)).toString();
  }

  /**
   * The key in lower case base32 without check characters: it fits into one label of a host name.
   */
  String label() {
    return base32().toLowerCase(Locale.ROOT);
  }

  /** The first seven characters: enough to recognise a node by, not to authenticate it. */
  public String shortText() {
    return toString().substring(0, GROUP_CHARACTERS);
  }

  /** The 32 bytes of the key. */
  public byte[] bytes() {
    return key.clone();
  }

  @Override
  public int compareTo(NodeId other) {
    return Arrays.compareUnsigned(key, other.key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeId id && Arrays.equals(key, id.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  /** The text form. */
  @Override
  public String toString() {
    String bare = base32();
    StringBuilder checked = new StringBuilder(KEY_CHARACTERS + BLOCKS);
    for (int start = 0; start < KEY_CHARACTERS; start += BLOCK_CHARACTERS) {
      String part = bare.substring(start, start + BLOCK_CHARACTERS);
      checked.append(part).append(checkCharacter(part));
    }
    StringBuilder text = new StringBuilder(checked.length() + 7);
    for (int start = 0; start < checked.length(); start += GROUP_CHARACTERS) {
      text.append(start == 0 ? "" : "-").append(checked, start, start + GROUP_CHARACTERS);
    }
    return text.toString();
  }
}
