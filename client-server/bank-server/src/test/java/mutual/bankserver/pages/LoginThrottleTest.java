package mutual.bankserver.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LoginThrottleTest {
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private final LoginThrottle throttle = new LoginThrottle(() -> now);

  private void fail(int times, String name, String address) {
    for (int i = 0; i < times; i++) {
      throttle.failed(name, address);
    }
  }

  @Test
  void aFewWrongPasswordsAreFree() {
    fail(LoginThrottle.FREE_TRIES - 1, "olga", "10.0.0.1");
    assertThat(throttle.wait("olga", "10.0.0.1")).isZero();
  }

  @Test
  void thenEachWaitIsTwiceTheOneBeforeUpToABound() {
    fail(LoginThrottle.FREE_TRIES, "olga", "10.0.0.1");
    assertThat(throttle.wait("olga", "10.0.0.1")).isEqualTo(LoginThrottle.FIRST_WAIT);
    fail(1, "olga", "10.0.0.1");
    assertThat(throttle.wait("olga", "10.0.0.1"))
        .isEqualTo(LoginThrottle.FIRST_WAIT.multipliedBy(2));
    fail(100, "olga", "10.0.0.1");
    assertThat(throttle.wait("olga", "10.0.0.1")).isEqualTo(LoginThrottle.WAIT_MAX);
  }

  @Test
  void nameAndAddressCountApart() {
    fail(LoginThrottle.FREE_TRIES, "olga", "10.0.0.1");
    assertThat(throttle.wait("olga", "10.0.0.2")).isPositive();
    assertThat(throttle.wait("peter", "10.0.0.1")).isPositive();
    assertThat(throttle.wait("peter", "10.0.0.2")).isZero();
  }

  @Test
  void timeAndTheRightPasswordClearIt() {
    fail(LoginThrottle.FREE_TRIES, "olga", "10.0.0.1");
    now = now.plus(LoginThrottle.FIRST_WAIT);
    assertThat(throttle.wait("olga", "10.0.0.1")).isZero();
    throttle.succeeded("olga", "10.0.0.1");
    fail(1, "olga", "10.0.0.1");
    assertThat(throttle.wait("olga", "10.0.0.1")).isZero();
    fail(LoginThrottle.FREE_TRIES, "olga", "10.0.0.1");
    now = now.plus(LoginThrottle.MEMORY).plus(Duration.ofSeconds(1));
    fail(1, "olga", "10.0.0.1");
    assertThat(throttle.wait("olga", "10.0.0.1")).isZero();
  }

  @Test
  void theTableIsBoundedAndForgetsTheOldest() {
    fail(LoginThrottle.FREE_TRIES, "olga", "10.0.0.1");
    for (int i = 0; i < LoginThrottle.ENTRIES_MAX; i++) {
      throttle.failed("name" + i, "address");
    }
    assertThat(throttle.wait("olga", "10.0.0.1")).isZero();
  }
}
