package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TraceTest {
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void continuesATraceWithASpanOfItsOwn() {
    Trace trace = Trace.accept("00-" + ID + "-00f067aa0ba902b7-01");
    assertThat(trace.traceId()).isEqualTo(ID);
    assertThat(trace.spanId()).isNotEqualTo("00f067aa0ba902b7").hasSize(16);
    assertThat(trace.header()).isEqualTo("00-" + ID + "-" + trace.spanId() + "-01");
    assertThat(trace.child().traceId()).isEqualTo(ID);
    assertThat(Trace.accept("01-" + ID + "-00f067aa0ba902b7-01-more").traceId()).isEqualTo(ID);
  }

  @Test
  void startsATraceInPlaceOfAMalformedOne() {
    for (String header :
        Arrays.asList(
            null,
            "",
            "garbage",
            "ff-" + ID + "-00f067aa0ba902b7-01",
            "00-" + ID + "-00f067aa0ba902b7-01-more",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-" + ID + "-0000000000000000-01",
            "00-" + ID.toUpperCase(java.util.Locale.ROOT) + "-00f067aa0ba902b7-01")) {
      assertThat(Trace.accept(header).traceId()).as("%s", header).isNotEqualTo(ID).hasSize(32);
    }
  }

  @Test
  void readsTimeouts() {
    assertThat(Deadline.parseGrpcTimeout("1H")).hasValue(Duration.ofHours(1));
    assertThat(Deadline.parseGrpcTimeout("250m")).hasValue(Duration.ofMillis(250));
    assertThat(Deadline.parseGrpcTimeout("99999999n")).hasValue(Duration.ofNanos(99_999_999));
    for (String text : List.of("", "1", "m", "123456789S", "-1S", "1s")) {
      assertThat(Deadline.parseGrpcTimeout(text)).as(text).isEmpty();
    }
  }
}
