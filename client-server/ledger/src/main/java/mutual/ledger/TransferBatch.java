package mutual.ledger;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Transfers written one after the other in {@link TransferLayout}; meant to be used again. */
public final class TransferBatch {
  private final byte[] bytes;
  private final UnsafeBuffer buffer;
  private int count;

  /** A batch with room for {@link TransferLayout#BATCH_TRANSFERS_MAX}. */
  public TransferBatch() {
    this(TransferLayout.BATCH_TRANSFERS_MAX);
  }

  public TransferBatch(int transfersMax) {
    if (transfersMax < 1 || transfersMax > TransferLayout.BATCH_TRANSFERS_MAX) {
      throw new IllegalArgumentException("no batch holds " + transfersMax + " transfers");
    }
    bytes = new byte[transfersMax * TransferLayout.TRANSFER_BYTES];
    buffer = new UnsafeBuffer(bytes);
  }

  public void clear() {
    count = 0;
  }

  public int count() {
    return count;
  }

  public boolean full() {
    return count * TransferLayout.TRANSFER_BYTES == bytes.length;
  }

  /** Holds {@link #count} transfers from its beginning. */
  public DirectBuffer buffer() {
    return buffer;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, count * TransferLayout.TRANSFER_BYTES);
  }

  /** Adds a transfer that is neither pending nor resolves a pending one, without a label. */
  public TransferBatch add(
      long idHigh, long idLow, long debitAccount, long creditAccount, long amount, int flags) {
    return add(idHigh, idLow, debitAccount, creditAccount, amount, flags, 0, 0, 0, 0, 0);
  }

  /**
   * Adds a transfer.
   *
   * @param amount minor units; for posting and voiding 0 means all that is pending
   * @param pendingIdHigh only for posting and voiding, as is the low half
   * @param timeoutSeconds unsigned; only for pending transfers; 0 means that it never expires
   * @param code a label the ledger keeps with pending transfers and passes to its listener
   * @param userData another such label
   * @throws IllegalStateException if the batch is full
   */
  public TransferBatch add(
      long idHigh,
      long idLow,
      long debitAccount,
      long creditAccount,
      long amount,
      int flags,
      long pendingIdHigh,
      long pendingIdLow,
      int timeoutSeconds,
      int code,
      long userData) {
    if (full()) {
      throw new IllegalStateException("the batch is full");
    }
    TransferLayout.put(
        buffer,
        count,
        idHigh,
        idLow,
        debitAccount,
        creditAccount,
        amount,
        flags,
        pendingIdHigh,
        pendingIdLow,
        timeoutSeconds,
        code,
        userData);
    count++;
    return this;
  }
}
