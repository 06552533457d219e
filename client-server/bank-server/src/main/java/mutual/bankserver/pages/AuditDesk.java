package mutual.bankserver.pages;

import java.util.concurrent.atomic.AtomicReference;
import mutual.bankserver.AuditResult;
import mutual.bankserver.BankBooks;
import org.jspecify.annotations.Nullable;

/** The last audit. One runs at a time, as each reads all books. */
final class AuditDesk {
  private final BankBooks books;
  private final AtomicReference<@Nullable AuditResult> last = new AtomicReference<>();

  AuditDesk(BankBooks books) {
    this.books = books;
  }

  synchronized AuditResult run() {
    AuditResult result = books.audit();
    last.set(result);
    return result;
  }

  /** Null if there was none since the server started. */
  @Nullable AuditResult last() {
    return last.get();
  }
}
