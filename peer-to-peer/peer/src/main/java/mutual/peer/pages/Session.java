package mutual.peer.pages;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import mutual.pages.Tone;
import org.jspecify.annotations.Nullable;

/** One browser that has shown a token. */
final class Session {
  private final AtomicReference<@Nullable Notice> notice = new AtomicReference<>();

  /** What came of the last form; shown once. */
  record Notice(Tone tone, String text) {}

  void tell(Tone tone, String text) {
    notice.set(new Notice(tone, text));
  }

  Optional<Notice> takeNotice() {
    return Optional.ofNullable(notice.getAndSet(null));
  }
}
