package mutual.bank;

import java.util.Arrays;
import mutual.bank.log.MessageHeaderDecoder;
import mutual.bank.log.TransferBatchDecoder;
import mutual.ledger.TransferBatch;
import mutual.ledger.TransferFlags;
import mutual.ledger.TransferLayout;
import org.agrona.DirectBuffer;

/**
 * Programs' transfers in batches, straight on the ledger and read where they stand in the log. They
 * move money between customers' accounts only: to them the bank's own accounts do not exist, and
 * ids that only the bank itself gives are invalid.
 */
final class BatchTransfers {
  private static final long NO_ACCOUNT = -1;

  private final BankState bank;
  private final TransferBatchDecoder decoder = new TransferBatchDecoder();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final TransferBatch masked = new TransferBatch();
  private final byte[] results = new byte[TransferLayout.BATCH_TRANSFERS_MAX];

  BatchTransfers(BankState bank) {
    this.bank = bank;
  }

  Reply apply(DirectBuffer command, int commandOffset) {
    decoder.wrapAndApplyHeader(command, commandOffset, header);
    int bytes = decoder.transfersLength();
    int offset = decoder.limit() + TransferBatchDecoder.transfersHeaderLength();
    int count = bytes / TransferLayout.TRANSFER_BYTES;
    if (bank.postings.count() + 2L * count > bank.limits.outstandingPostingsMax()) {
      return BankState.refused(Refusal.CAPACITY_REACHED);
    }
    boolean clean = true;
    for (int i = 0; i < count && clean; i++) {
      clean = isClean(command, offset + i * TransferLayout.TRANSFER_BYTES);
    }
    int failed =
        clean
            ? bank.books.apply(command, offset, count, results)
            : bank.books.apply(mask(command, offset, count), 0, count, results);
    return new Reply.BatchResults(failed == 0 ? new byte[0] : Arrays.copyOf(results, count));
  }

  private static boolean isClean(DirectBuffer transfers, int at) {
    return !Chart.internal(TransferLayout.debitAccount(transfers, at))
        && !Chart.internal(TransferLayout.creditAccount(transfers, at))
        && !Books.isOwn(TransferLayout.idLow(transfers, at))
        && !Books.isOwn(TransferLayout.pendingIdLow(transfers, at));
  }

  /** A copy in which what a program may not name is something that does not exist. */
  private DirectBuffer mask(DirectBuffer transfers, int offset, int count) {
    masked.clear();
    for (int i = 0; i < count; i++) {
      int at = offset + i * TransferLayout.TRANSFER_BYTES;
      long idLow = TransferLayout.idLow(transfers, at);
      long pendingIdLow = TransferLayout.pendingIdLow(transfers, at);
      boolean own = Books.isOwn(idLow) || Books.isOwn(pendingIdLow);
      masked.add(
          TransferLayout.idHigh(transfers, at),
          idLow,
          mask(TransferLayout.debitAccount(transfers, at)),
          mask(TransferLayout.creditAccount(transfers, at)),
          TransferLayout.amount(transfers, at),
          TransferLayout.flags(transfers, at) | (own ? TransferFlags.FORCED : 0),
          TransferLayout.pendingIdHigh(transfers, at),
          pendingIdLow,
          TransferLayout.timeoutSeconds(transfers, at),
          TransferLayout.code(transfers, at),
          TransferLayout.userData(transfers, at));
    }
    return masked.buffer();
  }

  private static long mask(long account) {
    return Chart.internal(account) ? NO_ACCOUNT : account;
  }
}
