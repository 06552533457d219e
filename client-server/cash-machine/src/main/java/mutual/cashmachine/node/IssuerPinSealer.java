package mutual.cashmachine.node;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import mutual.cashmachine.devices.PinSealer;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.bank.v1.SealedPin;
import mutual.middleware.NodeId;
import mutual.middleware.SealedBox;

/**
 * Seals PINs to the issuer's key after checking that the issuer signed it. Card number and request
 * id are bound in, so that a sealed PIN is of no use for another card or request.
 */
final class IssuerPinSealer implements PinSealer {
  @Override
  public Optional<SealedPin> seal(PinKey key, String cardNumber, UUID requestId, byte[] pin) {
    byte[] publicKey = key.getPublicKey().toByteArray();
    byte[] issuer = key.getIssuerNodeId().toByteArray();
    if (issuer.length != NodeId.BYTES
        || !SealedBox.verifyKey(NodeId.of(issuer), publicKey, key.getSignature().toByteArray())) {
      return Optional.empty();
    }
    byte[] bound =
        ("mutual-pin:" + cardNumber + ":" + requestId).getBytes(StandardCharsets.US_ASCII);
    SealedBox box = SealedBox.seal(publicKey, bound, pin);
    return Optional.of(
        SealedPin.newBuilder()
            .setKeyId(ByteString.copyFrom(box.keyId()))
            .setEphemeralPublicKey(ByteString.copyFrom(box.ephemeralPublicKey()))
            .setCiphertext(ByteString.copyFrom(box.ciphertext()))
            .build());
  }
}
