package mutual.bankserver;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mutual.bank.PinVerifier;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.bank.v1.SealedPin;
import mutual.middleware.Identity;
import mutual.middleware.SealedBox;
import mutual.middleware.SecretFiles;

/**
 * Opens sealed PINs and turns them into verifiers: the only place of a bank that sees a PIN. The
 * rules are in docs/pin.md. Its two keys are in the data folder: {@code pin-key.pem}, which PINs
 * are sealed to, and {@code pin-verifier.key}, without which a verifier tells nothing.
 */
final class PinDesk {
  static final int PIN_DIGITS_MIN = 4;
  static final int PIN_DIGITS_MAX = 6;
  private static final int VERIFIER_KEY_BYTES = 32;

  private final SealedBox.Keys keys;
  private final SecretKeySpec verifierKey;
  private final PinKey announced;

  PinDesk(Path folder, Identity identity) {
    keys = SealedBox.Keys.loadOrCreate(folder.resolve("pin-key.pem"));
    verifierKey = verifierKey(folder.resolve("pin-verifier.key"));
    announced =
        PinKey.newBuilder()
            .setKeyId(ByteString.copyFrom(keys.keyId()))
            .setPublicKey(ByteString.copyFrom(keys.publicKey()))
            .setIssuerNodeId(ByteString.copyFrom(identity.id().bytes()))
            .setSignature(ByteString.copyFrom(SealedBox.signKey(identity, keys.publicKey())))
            .build();
  }

  private static SecretKeySpec verifierKey(Path file) {
    if (!Files.exists(file)) {
      byte[] fresh = new byte[VERIFIER_KEY_BYTES];
      new SecureRandom().nextBytes(fresh);
      SecretFiles.replace(file, HexFormat.of().formatHex(fresh) + "\n", true);
    }
    byte[] key = HexFormat.of().parseHex(SecretFiles.readSecret(file).strip());
    if (key.length != VERIFIER_KEY_BYTES) {
      throw new IllegalStateException(file + " does not hold " + VERIFIER_KEY_BYTES + " bytes");
    }
    return new SecretKeySpec(key, "HmacSHA256");
  }

  /** The key that cash machines seal PINs to, signed by this bank. */
  PinKey announced() {
    return announced;
  }

  /** Four to six digits that are not all the same, nor a straight run up or down. */
  static boolean fit(String pin) {
    if (pin.length() < PIN_DIGITS_MIN
        || pin.length() > PIN_DIGITS_MAX
        || !pin.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    int step = pin.charAt(1) - pin.charAt(0);
    if (step < -1 || step > 1) {
      return true;
    }
    for (int i = 1; i < pin.length(); i++) {
      if (pin.charAt(i) - pin.charAt(i - 1) != step) {
        return true;
      }
    }
    return false;
  }

  PinVerifier verifier(String card, String pin) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(verifierKey);
      byte[] digest = mac.doFinal((card + ":" + pin).getBytes(StandardCharsets.US_ASCII));
      return new PinVerifier(Arrays.copyOf(digest, PinVerifier.BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens a PIN sealed for this very card and request; empty if it was not, or not to our key. */
  Optional<String> open(SealedPin sealed, String card, UUID request) {
    SealedBox box =
        new SealedBox(
            sealed.getKeyId().toByteArray(),
            sealed.getEphemeralPublicKey().toByteArray(),
            sealed.getCiphertext().toByteArray());
    return keys.open(box, additionalData(card, request))
        .map(pin -> new String(pin, StandardCharsets.US_ASCII));
  }

  Optional<PinVerifier> verifier(SealedPin sealed, String card, UUID request) {
    return open(sealed, card, request).map(pin -> verifier(card, pin));
  }

  static byte[] additionalData(String card, UUID request) {
    return ("mutual-pin:" + card + ":" + request).getBytes(StandardCharsets.US_ASCII);
  }
}
