package mutual.bank;

import java.util.UUID;
import mutual.ledger.LedgerLimits;
import org.jspecify.annotations.Nullable;

/** Ids that others choose: UUIDs of version 7 (RFC 9562), whose time bounds what is remembered. */
final class Ids {
  private static final int VERSION = 7;
  private static final int VARIANT_RFC = 2;

  private Ids() {}

  static long timestampMillis(UUID id) {
    return id.getMostSignificantBits() >>> 16;
  }

  /** Why an id that is not known cannot be taken; null if it can. */
  static @Nullable Refusal refusal(UUID id, long nowMillis, LedgerLimits limits) {
    if (id.version() != VERSION || id.variant() != VARIANT_RFC) {
      return Refusal.ID_INVALID;
    }
    long time = timestampMillis(id);
    if (time > nowMillis + limits.clockSkewMillisMax()) {
      return Refusal.ID_IN_FUTURE;
    }
    return time < nowMillis - limits.dedupWindowMillis() ? Refusal.ID_EXPIRED : null;
  }
}
