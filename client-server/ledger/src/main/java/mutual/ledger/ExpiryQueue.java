package mutual.ledger;

import java.util.Arrays;

/**
 * Pending transfers by the time they expire, then by creation: a binary heap of their rows. It
 * grows by blocks, so that it never stops to copy itself.
 */
final class ExpiryQueue {
  private static final int BLOCK_SHIFT = 12;
  private static final int BLOCK_ROWS = 1 << BLOCK_SHIFT;

  private final PendingTransfers transfers;
  private int[][] blocks = new int[4][];
  private int blockCount;
  private int size;

  ExpiryQueue(PendingTransfers transfers) {
    this.transfers = transfers;
  }

  int first() {
    return size == 0 ? PendingTransfers.NONE : at(0);
  }

  void add(int row) {
    if (size == blockCount << BLOCK_SHIFT) {
      if (blockCount == blocks.length) {
        blocks = Arrays.copyOf(blocks, blockCount * 2);
      }
      blocks[blockCount++] = new int[BLOCK_ROWS];
    }
    size++;
    rise(size - 1, row);
  }

  void remove(int row) {
    int position = (int) transfers.get(row, PendingTransfers.EXPIRY_POSITION) - 1;
    transfers.set(row, PendingTransfers.EXPIRY_POSITION, 0);
    size--;
    if (position == size) {
      return;
    }
    int moved = at(size);
    if (position > 0 && before(moved, at((position - 1) / 2))) {
      rise(position, moved);
    } else {
      sink(position, moved);
    }
  }

  private void rise(int position, int row) {
    while (position > 0) {
      int parent = (position - 1) / 2;
      if (!before(row, at(parent))) {
        break;
      }
      put(position, at(parent));
      position = parent;
    }
    put(position, row);
  }

  private void sink(int position, int row) {
    while (true) {
      int child = 2 * position + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && before(at(child + 1), at(child))) {
        child++;
      }
      if (!before(at(child), row)) {
        break;
      }
      put(position, at(child));
      position = child;
    }
    put(position, row);
  }

  private boolean before(int row, int other) {
    long expires = transfers.get(row, PendingTransfers.EXPIRES_AT);
    long otherExpires = transfers.get(other, PendingTransfers.EXPIRES_AT);
    return expires < otherExpires
        || (expires == otherExpires
            && transfers.get(row, PendingTransfers.SEQUENCE)
                < transfers.get(other, PendingTransfers.SEQUENCE));
  }

  private int at(int position) {
    return blocks[position >>> BLOCK_SHIFT][position & (BLOCK_ROWS - 1)];
  }

  private void put(int position, int row) {
    blocks[position >>> BLOCK_SHIFT][position & (BLOCK_ROWS - 1)] = row;
    transfers.set(row, PendingTransfers.EXPIRY_POSITION, position + 1L);
  }
}
