package mutual.bank;

import java.nio.ByteBuffer;
import java.util.UUID;
import mutual.bank.log.PinDecoder;
import mutual.bank.log.PinEncoder;
import mutual.bank.log.UuidDecoder;
import org.jspecify.annotations.Nullable;

/** How values that several messages of the log share are laid out. */
final class Wire {
  private Wire() {}

  static UUID uuid(UuidDecoder from) {
    return new UUID(from.high(), from.low());
  }

  static PinVerifier pin(PinDecoder from) {
    return new PinVerifier(
        ByteBuffer.allocate(PinVerifier.BYTES).putLong(from.high()).putLong(from.low()).array());
  }

  static void putPin(PinEncoder to, @Nullable PinVerifier pin) {
    ByteBuffer bytes = pin == null ? ByteBuffer.allocate(16) : ByteBuffer.wrap(pin.bytes());
    to.high(bytes.getLong(0)).low(bytes.getLong(8));
  }

  static @Nullable String absentIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
