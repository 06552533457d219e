package mutual.ledger;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The bytes of one transfer in a batch: 80, little endian, one transfer after the other.
 *
 * <pre>
 *  0 id, high half          40 pending id, high half   64 flags (TransferFlags)
 *  8 id, low half           48 pending id, low half    68 timeout, seconds, unsigned
 * 16 debit account          56 user data               72 code
 * 24 credit account                                    76 zero
 * 32 amount, minor units
 * </pre>
 *
 * A batch can thus be applied as it stands in a log, without copying.
 */
public final class TransferLayout {
  public static final int TRANSFER_BYTES = 80;

  /** The most transfers in one batch. */
  public static final int BATCH_TRANSFERS_MAX = 8190;

  static final int ID_HIGH = 0;
  static final int ID_LOW = 8;
  static final int DEBIT_ACCOUNT = 16;
  static final int CREDIT_ACCOUNT = 24;
  static final int AMOUNT = 32;
  static final int PENDING_ID_HIGH = 40;
  static final int PENDING_ID_LOW = 48;
  static final int USER_DATA = 56;
  static final int FLAGS = 64;
  static final int TIMEOUT_SECONDS = 68;
  static final int CODE = 72;
  static final int RESERVED = 76;

  static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private TransferLayout() {}

  public static long idHigh(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset + ID_HIGH, ORDER);
  }

  public static long idLow(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset + ID_LOW, ORDER);
  }

  public static long debitAccount(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset + DEBIT_ACCOUNT, ORDER);
  }

  public static long creditAccount(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset + CREDIT_ACCOUNT, ORDER);
  }

  public static long amount(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset + AMOUNT, ORDER);
  }

  public static long pendingIdHigh(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset + PENDING_ID_HIGH, ORDER);
  }

  public static long pendingIdLow(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset + PENDING_ID_LOW, ORDER);
  }

  public static long userData(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset + USER_DATA, ORDER);
  }

  public static int flags(DirectBuffer buffer, int offset) {
    return buffer.getInt(offset + FLAGS, ORDER);
  }

  public static int timeoutSeconds(DirectBuffer buffer, int offset) {
    return buffer.getInt(offset + TIMEOUT_SECONDS, ORDER);
  }

  public static int code(DirectBuffer buffer, int offset) {
    return buffer.getInt(offset + CODE, ORDER);
  }

  static int reserved(DirectBuffer buffer, int offset) {
    return buffer.getInt(offset + RESERVED, ORDER);
  }

  /** Writes a transfer without labels as number {@code index} of a batch. */
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
    put(
        batch,
        index,
        idHigh,
        idLow,
        debitAccount,
        creditAccount,
        amount,
        flags,
        pendingIdHigh,
        pendingIdLow,
        timeoutSeconds,
        0,
        0);
  }

  /**
   * Writes transfer number {@code index} of a batch that begins at the buffer's start; {@link
   * TransferBatch#add} says what the values mean.
   */
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
      int timeoutSeconds,
      int code,
      long userData) {
    int offset = index * TRANSFER_BYTES;
    batch.putLong(offset + ID_HIGH, idHigh, ORDER);
    batch.putLong(offset + ID_LOW, idLow, ORDER);
    batch.putLong(offset + DEBIT_ACCOUNT, debitAccount, ORDER);
    batch.putLong(offset + CREDIT_ACCOUNT, creditAccount, ORDER);
    batch.putLong(offset + AMOUNT, amount, ORDER);
    batch.putLong(offset + PENDING_ID_HIGH, pendingIdHigh, ORDER);
    batch.putLong(offset + PENDING_ID_LOW, pendingIdLow, ORDER);
    batch.putLong(offset + USER_DATA, userData, ORDER);
    batch.putInt(offset + FLAGS, flags, ORDER);
    batch.putInt(offset + TIMEOUT_SECONDS, timeoutSeconds, ORDER);
    batch.putInt(offset + CODE, code, ORDER);
    batch.putInt(offset + RESERVED, 0, ORDER);
  }
}
