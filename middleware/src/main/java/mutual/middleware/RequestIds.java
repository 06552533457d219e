package mutual.middleware;

import java.security.SecureRandom;
import java.util.UUID;

/** New ids for requests: UUID version 7 (RFC 9562), the time in milliseconds, then random bits. */
public final class RequestIds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RequestIds() {}

  /** An id of now that nobody else has. */
  public static UUID next() {
    return at(System.currentTimeMillis());
  }

  /** An id of another moment, in milliseconds since 1970 UTC. */
  public static UUID at(long millis) {
    long high = (millis << 16) | 0x7000L | (RANDOM.nextLong() & 0x0fffL);
    long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
