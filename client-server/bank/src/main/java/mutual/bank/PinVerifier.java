package mutual.bank;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * HMAC-SHA256 of card number and PIN under a key that never enters the log, cut to 16 bytes: equal
 * for equal PINs, and useless without the key.
 */
public record PinVerifier(byte[] bytes) {
  public static final int BYTES = 16;

  public PinVerifier {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a PIN verifier has " + BYTES + " bytes");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PinVerifier that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "PinVerifier[" + HexFormat.of().formatHex(bytes, 0, 2) + "…]";
  }
}
