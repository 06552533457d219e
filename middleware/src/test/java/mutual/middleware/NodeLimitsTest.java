package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class NodeLimitsTest {
  @Test
  void defaults() {
    NodeLimits limits = NodeLimits.DEFAULT;
    assertThat(limits.requestBytesMax()).isEqualTo(1_048_576);
    assertThat(limits.requestsRunningMax()).isEqualTo(8192);
    assertThat(limits.requestTimeoutDefault()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limits.requestTimeoutMax()).isEqualTo(Duration.ofMinutes(1));
    assertThat(limits.drainTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limits.connections())
        .isEqualTo(
            new NodeLimits.Connections(
                4096, 256, 16_384, Duration.ofSeconds(10), Duration.ofMinutes(1)));
  }
}
