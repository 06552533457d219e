package mutual.cashmachine.devices;

import java.util.Optional;
import java.util.UUID;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.bank.v1.SealedPin;

/** Seals a PIN so that only the card's issuer can open it. */
@FunctionalInterface
public interface PinSealer {
  /**
   * Empty if the key is not signed by the issuer that it names.
   *
   * @param pin digits as ASCII; not kept
   */
  Optional<SealedPin> seal(PinKey key, String cardNumber, UUID requestId, byte[] pin);
}
