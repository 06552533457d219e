package mutual.ledger;

/**
 * Hears what moved in a ledger, in order. Called on the applying thread once a transfer, or the
 * whole chain it belongs to, can no longer fail; account sums are those after it. It must not
 * change the ledger.
 */
public interface LedgerListener {
  /**
   * An amount was posted: by a transfer in one step, or by posting a pending one ({@code code} and
   * {@code userData} are then those of the pending one where the posting one has zero).
   */
  void posted(
      long timestampMillis,
      long idHigh,
      long idLow,
      long debitAccount,
      long creditAccount,
      long amount,
      int code,
      long userData);

  /** A pending transfer expired; its amount is released. */
  void expired(long timestampMillis, PendingTransfer transfer);
}
