package mutual.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import mutual.bank.PinVerifier;
import mutual.contracts.bank.v1.SealedPin;

/**
 * PINs without keys: "sealed" means wrapped, and the verifier is a plain digest. The real sealing
 * draws on randomness, which a run that must repeat exactly cannot have; it has tests of its own.
 */
final class Pins {
  private Pins() {}

  static SealedPin seal(String pin) {
    return SealedPin.newBuilder().setCiphertext(ByteString.copyFromUtf8(pin)).build();
  }

  static SealedPin parse(byte[] sealed) {
    try {
      return SealedPin.parseFrom(sealed);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a sealed PIN arrived damaged", e);
    }
  }

  static PinVerifier verifier(String card, SealedPin sealed) {
    return verifier(card, sealed.getCiphertext().toStringUtf8());
  }

  static PinVerifier verifier(String card, String pin) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((card + ":" + pin).getBytes(StandardCharsets.UTF_8));
      return new PinVerifier(Arrays.copyOf(digest, PinVerifier.BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
