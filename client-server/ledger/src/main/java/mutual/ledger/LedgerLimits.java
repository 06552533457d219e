package mutual.ledger;

/**
 * Bounds of a ledger. The same log replayed with other bounds may give other results, so they stay
 * as they are for the life of a log, except that capacities may be raised after a snapshot.
 *
 * @param accountsMax accounts, closed ones included
 * @param transfersMax ids remembered within the window, together with pending transfers, each of
 *     which keeps room for the transfer that resolves it; about 55 bytes of memory each
 * @param dedupWindowMillis how long an id is remembered after the time within it
 * @param clockSkewMillisMax how far ahead an id's time may lie
 */
public record LedgerLimits(
    int accountsMax, int transfersMax, long dedupWindowMillis, long clockSkewMillisMax) {
  /** The most that {@link #accountsMax} may be. */
  public static final int ACCOUNTS_MAX = 1 << 28;

  /** The most that {@link #transfersMax} may be. */
  public static final int TRANSFERS_MAX = 1 << 28;

  /** The longest window and skew, about nine years each. */
  public static final long PERIOD_MILLIS_MAX = 1L << 38;

  public static final LedgerLimits DEFAULT =
      new LedgerLimits(4_000_000, 64_000_000, 7L * 24 * 60 * 60 * 1000, 60L * 60 * 1000);

  public LedgerLimits {
    requireWithin("accountsMax", accountsMax, 1, ACCOUNTS_MAX);
    requireWithin("transfersMax", transfersMax, 1, TRANSFERS_MAX);
    requireWithin("dedupWindowMillis", dedupWindowMillis, 1, PERIOD_MILLIS_MAX);
    requireWithin("clockSkewMillisMax", clockSkewMillisMax, 0, PERIOD_MILLIS_MAX);
  }

  private static void requireWithin(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be from " + min + " to " + max + ", not " + value);
    }
  }
}
