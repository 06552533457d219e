package mutual.bankserver.pages;

import java.util.concurrent.atomic.AtomicReference;
import mutual.pages.Tone;
import org.jspecify.annotations.Nullable;

/** One operator's login in one browser. */
final class Session {
  private final String operator;
  private final long startedMillis;
  private final AtomicReference<@Nullable Notice> notice = new AtomicReference<>();
  private volatile long usedMillis;

  /** What came of the last form; shown once. */
  record Notice(Tone tone, String text) {}

  Session(String operator, long nowMillis) {
    this.operator = operator;
    startedMillis = nowMillis;
    usedMillis = nowMillis;
  }

  String operator() {
    return operator;
  }

  void tell(Tone tone, String text) {
    notice.set(new Notice(tone, text));
  }

  @Nullable Notice takeNotice() {
    return notice.getAndSet(null);
  }

  void use(long nowMillis) {
    usedMillis = nowMillis;
  }

  boolean over(long nowMillis) {
    return nowMillis - usedMillis > Sessions.IDLE_MAX.toMillis()
        || nowMillis - startedMillis > Sessions.LENGTH_MAX.toMillis();
  }

  long usedMillis() {
    return usedMillis;
  }
}
