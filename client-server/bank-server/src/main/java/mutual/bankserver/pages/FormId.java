package mutual.bankserver.pages;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Ids for what forms do: UUID version 7 (RFC 9562), made when the form is shown. */
final class FormId {
  private static final SecureRandom RANDOM = new SecureRandom();

  private FormId() {}

  static UUID next(InstantSource clock) {
    long high = clock.millis() << 16 | 0x7000 | RANDOM.nextInt(1 << 12);
    long low = RANDOM.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /** Reads an id that a form carried; a form that carries none was not made here. */
  static UUID parse(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException malformed) {
      throw new mutual.middleware.web.WebException(400, "This form is damaged; open it again.");
    }
  }
}
