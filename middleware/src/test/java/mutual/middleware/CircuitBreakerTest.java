package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {
  private long now;
  private final CircuitBreaker breaker = new CircuitBreaker(() -> now);

  private void failTimes(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(breaker.permits()).isTrue();
      breaker.failed();
    }
  }

  @Test
  void opensAfterFailuresInARow() {
    failTimes(CircuitBreaker.FAILURES_MAX - 1);
    assertThat(breaker.permits()).isTrue();
    breaker.succeeded();
    failTimes(CircuitBreaker.FAILURES_MAX);
    assertThat(breaker.permits()).isFalse();
    assertThat(breaker.open()).isTrue();
  }

  @Test
  void letsASingleCallTryAfterThePause() {
    failTimes(CircuitBreaker.FAILURES_MAX);
    now += CircuitBreaker.PAUSE_MIN.toNanos() - 1;
    assertThat(breaker.permits()).isFalse();
    now += 1;
    assertThat(breaker.permits()).isTrue();
    assertThat(breaker.permits()).isFalse();
    breaker.unknown();
    assertThat(breaker.permits()).isTrue();
    breaker.succeeded();
    assertThat(breaker.permits()).isTrue();
    assertThat(breaker.permits()).isTrue();
    assertThat(breaker.open()).isFalse();
  }

  @Test
  void pausesTwiceAsLongAfterEachFailedTrialUpToABound() {
    failTimes(CircuitBreaker.FAILURES_MAX);
    long pause = CircuitBreaker.PAUSE_MIN.toNanos();
    for (int i = 0; i < 20; i++) {
      now += pause - 1;
      assertThat(breaker.permits()).isFalse();
      now += 1;
      assertThat(breaker.permits()).isTrue();
      breaker.failed();
      pause = Math.min(2 * pause, CircuitBreaker.PAUSE_MAX.toNanos());
    }
  }

  @Test
  void newHopeLetsTheNextCallTry() {
    failTimes(CircuitBreaker.FAILURES_MAX);
    assertThat(breaker.permits()).isFalse();
    breaker.forgetFailures();
    assertThat(breaker.permits()).isTrue();
    assertThat(breaker.open()).isFalse();
  }
}
