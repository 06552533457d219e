package mutual.app;

import java.security.SecureRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids of requests: UUID version 7 (RFC 9562), so that a repeat is known to be one. */
public final class RequestIds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RequestIds() {}

  public static UUID fresh() {
    long high = (System.currentTimeMillis() << 16) | 0x7000L | RANDOM.nextInt(1 << 12);
    long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /** The id given on the command line to repeat a request, or a fresh one. */
  public static String orFresh(@Nullable String given) {
    return given == null ? fresh().toString() : given;
  }
}
