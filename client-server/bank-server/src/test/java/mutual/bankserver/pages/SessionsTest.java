package mutual.bankserver.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SessionsTest {
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private final Sessions sessions = new Sessions(() -> now);

  private void pass(Duration duration) {
    now = now.plus(duration);
  }

  @Test
  void aSessionIsFoundByItsTokenOnly() {
    String token = sessions.start("olga");
    assertThat(token).hasSize(43);
    assertThat(sessions.find(token).orElseThrow().operator()).isEqualTo("olga");
    assertThat(sessions.find("")).isEmpty();
    assertThat(sessions.find(token + "x")).isEmpty();
    assertThat(sessions.start("olga")).isNotEqualTo(token);
  }

  @Test
  void itEndsWhenUnusedAndLookingIsNotUsing() {
    String token = sessions.start("olga");
    pass(Sessions.IDLE_MAX);
    assertThat(sessions.find(token)).isPresent();
    pass(Duration.ofSeconds(1));
    assertThat(sessions.find(token)).isEmpty();
    assertThat(sessions.use(token)).isEmpty();
  }

  @Test
  void useKeepsItUpToItsLength() {
    String token = sessions.start("olga");
    for (Duration spent = Duration.ZERO;
        spent.compareTo(Sessions.LENGTH_MAX) < 0;
        spent = spent.plus(Sessions.IDLE_MAX)) {
      assertThat(sessions.use(token)).isPresent();
      pass(Sessions.IDLE_MAX);
    }
    pass(Duration.ofSeconds(1));
    assertThat(sessions.use(token)).isEmpty();
  }

  @Test
  void itEndsAtLogout() {
    String token = sessions.start("olga");
    sessions.end(token);
    assertThat(sessions.find(token)).isEmpty();
  }

  @Test
  void atTheLimitTheOneUnusedForLongestEnds() {
    String oldest = sessions.start("first");
    pass(Duration.ofSeconds(1));
    String second = sessions.start("second");
    for (int i = 2; i < Sessions.SESSIONS_MAX; i++) {
      sessions.start("more");
    }
    assertThat(sessions.find(oldest)).isPresent();
    sessions.start("one too many");
    assertThat(sessions.find(oldest)).isEmpty();
    assertThat(sessions.find(second)).isPresent();
  }
}
