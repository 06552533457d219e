package mutual.bank;

/** API sketch: fixed layout of one transfer in {@link Command.TransferBatch}, little endian. */
public final class TransferBatchLayout {
  public static final int TRANSFER_BYTES = 64;
  public static final int TRANSFERS_MAX = 8190;

  private TransferBatchLayout() {}
}
