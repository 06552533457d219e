package mutual.middleware;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Until when the request that the current thread is handling must be answered. */
public final class Deadline {
  private static final AttributeKey<Long> ATTRIBUTE = AttributeKey.valueOf(Deadline.class, "NANOS");
  private static final Pattern GRPC_TIMEOUT = Pattern.compile("[0-9]{1,8}[HMSmun]");

  private Deadline() {}

  /**
   * The time that is left, zero or less if none; empty outside a handler. Calls to other nodes obey
   * it by themselves.
   */
  public static Optional<Duration> remaining() {
    OptionalLong nanos = nanos();
    return nanos.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanos.getAsLong() - System.nanoTime()));
  }

  /** The deadline on the clock of {@link System#nanoTime}. */
  static OptionalLong nanos() {
    ServiceRequestContext context = ServiceRequestContext.currentOrNull();
    @Nullable Long nanos = context == null ? null : context.attr(ATTRIBUTE);
    return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
  }

  static void set(ServiceRequestContext context, Duration time) {
    context.setAttr(ATTRIBUTE, System.nanoTime() + time.toNanos());
  }

  /** Reads a {@code grpc-timeout}: up to eight digits and a unit. */
  static Optional<Duration> parseGrpcTimeout(@Nullable String header) {
    if (header == null || !GRPC_TIMEOUT.matcher(header).matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(header.substring(0, header.length() - 1));
    return Optional.of(
        switch (header.charAt(header.length() - 1)) {
          case 'H' -> Duration.ofHours(amount);
          case 'M' -> Duration.ofMinutes(amount);
          case 'S' -> Duration.ofSeconds(amount);
          case 'm' -> Duration.ofMillis(amount);
          case 'u' -> Duration.ofNanos(amount * 1000);
          default -> Duration.ofNanos(amount);
        });
  }
}
