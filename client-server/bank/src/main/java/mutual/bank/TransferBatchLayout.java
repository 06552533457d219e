package mutual.bank;

import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * Fixed layout of one transfer in {@link Command.TransferBatch}, little endian: id (high, low),
 * debit account, credit account, amount, id of the pending transfer (high, low), 8 bytes each, then
 * flags and timeout in seconds, 4 bytes each. Accounts are {@link Bank.AccountView#ledgerId}s.
 */
public final class TransferBatchLayout {
  public static final int ID_HIGH = 0;
  public static final int ID_LOW = 8;
  public static final int DEBIT_ACCOUNT = 16;
  public static final int CREDIT_ACCOUNT = 24;
  public static final int AMOUNT = 32;
  public static final int PENDING_ID_HIGH = 40;
  public static final int PENDING_ID_LOW = 48;
  public static final int FLAGS = 56;
  public static final int TIMEOUT_SECONDS = 60;
  public static final int TRANSFER_BYTES = 64;
  public static final int TRANSFERS_MAX = 8190;

  private TransferBatchLayout() {}

  /** Writes transfer number {@code index} of a batch that begins at the buffer's start. */
  public static void put(
      MutableDirectBuffer batch,
      int index,
      long idHigh,
      long idLow,
      long debitAccount,
      long creditAccount,
      long amount,
      int flags,
      long pendingIdHigh,
      long pendingIdLow,
      int timeoutSeconds) {
    int at = index * TRANSFER_BYTES;
    batch.putLong(at + ID_HIGH, idHigh, ByteOrder.LITTLE_ENDIAN);
    batch.putLong(at + ID_LOW, idLow, ByteOrder.LITTLE_ENDIAN);
    batch.putLong(at + DEBIT_ACCOUNT, debitAccount, ByteOrder.LITTLE_ENDIAN);
    batch.putLong(at + CREDIT_ACCOUNT, creditAccount, ByteOrder.LITTLE_ENDIAN);
    batch.putLong(at + AMOUNT, amount, ByteOrder.LITTLE_ENDIAN);
    batch.putLong(at + PENDING_ID_HIGH, pendingIdHigh, ByteOrder.LITTLE_ENDIAN);
    batch.putLong(at + PENDING_ID_LOW, pendingIdLow, ByteOrder.LITTLE_ENDIAN);
    batch.putInt(at + FLAGS, flags, ByteOrder.LITTLE_ENDIAN);
    batch.putInt(at + TIMEOUT_SECONDS, timeoutSeconds, ByteOrder.LITTLE_ENDIAN);
  }
}
