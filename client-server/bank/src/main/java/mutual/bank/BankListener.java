package mutual.bank;

import java.util.UUID;

/**
 * Hears of changes right after they were applied, on the applying thread; must return at once. Not
 * called during replay.
 */
public interface BankListener {
  /** The exchange has a new state or a new outstanding message. */
  default void exchangeChanged(UUID exchange) {}

  /** There are postings that the statement database does not have. */
  default void postingsAdded() {}
}
