package mutual.ledger;

/**
 * Bounds of a ledger.
 *
 * @param dedupWindowMillis how long an id is remembered after the time within it
 * @param clockSkewMillisMax how far ahead an id's time may lie
 */
public record LedgerLimits(
    int accountsMax, int transfersMax, long dedupWindowMillis, long clockSkewMillisMax) {
  public static final LedgerLimits DEFAULT =
      new LedgerLimits(4_000_000, 64_000_000, 7L * 24 * 60 * 60 * 1000, 60L * 60 * 1000);
}
