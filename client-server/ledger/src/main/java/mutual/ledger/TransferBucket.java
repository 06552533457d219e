package mutual.ledger;

/** The remembered transfers whose ids' times lie in one stretch of time. */
final class TransferBucket {
  private static final int EXTENT_RECORDS = Slabs.EXTENT_UNITS;
  private static final int EXTENT_RECORDS_SHIFT = 7;

  private final Slabs slabs;
  private final HashIndex index;
  private final ExtentList records = new ExtentList();
  private int count;

  TransferBucket(Slabs slabs) {
    this.slabs = slabs;
    this.index = new HashIndex(slabs);
  }

  HashIndex index() {
    return index;
  }

  int count() {
    return count;
  }

  /** The record that arrived as number {@code ordinal}, from 0. */
  int at(int ordinal) {
    return Slabs.address(records.get(ordinal >>> EXTENT_RECORDS_SHIFT))
        + (ordinal & (EXTENT_RECORDS - 1));
  }

  int append() {
    if (count == records.size() * EXTENT_RECORDS) {
      records.add(slabs.allocate());
    }
    return at(count++);
  }

  int removeLast() {
    return at(--count);
  }

  void release() {
    index.release();
    slabs.release(records);
  }
}
