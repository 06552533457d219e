package mutual.middleware;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace a request belongs to (W3C Trace Context, {@code traceparent}): one id for everything
 * that a request causes, on every node it touches.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits: this node's part
 * @param flags 2 hexadecimal digits, passed on as they are
 */
public record Trace(String traceId, String spanId, String flags) {
  /** Name of the header field. */
  static final String HEADER = "traceparent";

  static final AttributeKey<Trace> ATTRIBUTE = AttributeKey.valueOf(Trace.class, "TRACE");

  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);
  private static final Pattern PARENT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  /** The trace of the request that this thread is handling. */
  public static Optional<Trace> current() {
    ServiceRequestContext context = ServiceRequestContext.currentOrNull();
    @Nullable Trace trace = context == null ? null : context.attr(ATTRIBUTE);
    return Optional.ofNullable(trace);
  }

  /** A new trace. */
  static Trace start() {
    return new Trace(hex(2), hex(1), "01");
  }

  /** Continues the trace that a header names, or starts one if there is none or it is malformed. */
  static Trace accept(@Nullable String header) {
    Matcher parent = PARENT.matcher(header == null ? "" : header);
    if (!parent.matches()
        || parent.group(1).equals("ff")
        || (parent.group(1).equals("00") && parent.group(5) != null)
        || parent.group(2).equals(NO_TRACE)
        || parent.group(3).equals(NO_SPAN)) {
      return start();
    }
    return new Trace(parent.group(2), hex(1), parent.group(4));
  }

  /** The next node's part of the same trace. */
  Trace child() {
    return new Trace(traceId, hex(1), flags);
  }

  /** The header field's value. */
  String header() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }

  private static String hex(int longs) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < longs; i++) {
      // Zero is the one value that a trace or span id must not have.
      long value = ThreadLocalRandom.current().nextLong();
      text.append(HexFormat.of().toHexDigits(value == 0 ? 1 : value));
    }
    return text.toString();
  }
}
