package mutual.ledger;

/**
 * The time within a transfer's id. Ids are UUIDs of version 7 (RFC 9562, section 5.7): the first 48
 * bits are milliseconds since 1970 UTC, and nothing else in them matters to the ledger.
 */
public final class TransferId {
  private static final int TIME_SHIFT = 16;
  private static final long VERSION_7 = 0x7000;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long LOW_BITS = 0x3fff_ffff_ffff_ffffL;

  private TransferId() {}

  public static long timestampMillis(long idHigh) {
    return idHigh >>> TIME_SHIFT;
  }

  /** The high half of an id; of {@code distinct} 12 bits are used. */
  public static long high(long timestampMillis, int distinct) {
    return (timestampMillis << TIME_SHIFT) | VERSION_7 | (distinct & 0xfff);
  }

  /** The low half of an id; of {@code distinct} 62 bits are used. */
  public static long low(long distinct) {
    return (distinct & LOW_BITS) | VARIANT;
  }
}
