package mutual.ledger;

/**
 * Pending transfers that are not resolved, in the order of their creation: sixteen longs each.
 *
 * <p>The order is a list through the rows, because rows are used again while the order must not
 * depend on which ones are free.
 */
final class PendingTransfers {
  static final int NONE = HashIndex.NONE;

  static final int ID_HIGH = 0;
  static final int ID_LOW = 1;
  static final int AMOUNT = 2;
  static final int USER_DATA = 3;
  static final int CODE = 4;

  /** Addresses of the accounts. */
  static final int DEBIT = 5;

  static final int CREDIT = 6;
  static final int EXPIRES_AT = 7;

  /** Grows with each; orders those that expire at the same time. */
  static final int SEQUENCE = 8;

  /** Position among those that expire, plus one; 0 if it does not. */
  static final int EXPIRY_POSITION = 9;

  private static final int PREVIOUS = 10;
  private static final int NEXT = 11;

  /** {@link TransferState#code}; anything but pending only until its chain ends. */
  static final int STATE = 12;

  private static final int ROW_UNITS = 16 / Slabs.UNIT_LONGS;
  private static final int EXTENT_ROWS = Slabs.EXTENT_UNITS / ROW_UNITS;

  private final Slabs slabs;
  private final HashIndex index;
  private final ExtentList extents = new ExtentList();
  private final ExpiryQueue expiries = new ExpiryQueue(this);
  private int rowsUsed;
  private int spare;
  private int oldest;
  private int newest;
  private int count;
  private long sequence;

  PendingTransfers(Slabs slabs) {
    this.slabs = slabs;
    this.index = new HashIndex(slabs);
  }

  /** How many are unresolved. */
  int count() {
    return count;
  }

  TransferState state(int row) {
    return TransferState.ofCode((int) get(row, STATE));
  }

  /** Counts it out; {@link #remove} follows once that can no longer be taken back. */
  void resolve(int row, TransferState state) {
    set(row, STATE, state.code());
    count--;
  }

  /** Takes {@link #resolve} back. */
  void reopen(int row) {
    set(row, STATE, TransferState.PENDING.code());
    count++;
  }

  /** The sequence number of the next one. */
  long sequence() {
    return sequence;
  }

  void sequence(long next) {
    sequence = next;
  }

  long get(int row, int field) {
    return slabs.slab(row)[Slabs.offset(row) + field];
  }

  void set(int row, int field, long value) {
    slabs.slab(row)[Slabs.offset(row) + field] = value;
  }

  int find(long idHigh, long idLow) {
    int hash = HashIndex.hash(idHigh, idLow);
    int row = index.first(hash);
    while (row != NONE && (get(row, ID_LOW) != idLow || get(row, ID_HIGH) != idHigh)) {
      row = index.next(hash, row);
    }
    return row;
  }

  int oldest() {
    return oldest;
  }

  /** The one created after this one. */
  int following(int row) {
    return (int) get(row, NEXT);
  }

  /** The one that expires first; {@link #NONE} if none ever does. */
  int nextToExpire() {
    return expiries.first();
  }

  int add(
      long idHigh,
      long idLow,
      int debit,
      int credit,
      long amount,
      long expiresAt,
      int code,
      long userData) {
    int row = allocate();
    set(row, ID_HIGH, idHigh);
    set(row, ID_LOW, idLow);
    set(row, AMOUNT, amount);
    set(row, USER_DATA, userData);
    set(row, CODE, code);
    set(row, DEBIT, debit);
    set(row, CREDIT, credit);
    set(row, EXPIRES_AT, expiresAt);
    set(row, SEQUENCE, sequence++);
    set(row, EXPIRY_POSITION, 0);
    set(row, PREVIOUS, newest);
    set(row, NEXT, NONE);
    set(row, STATE, TransferState.PENDING.code());
    if (newest == NONE) {
      oldest = row;
    } else {
      set(newest, NEXT, row);
    }
    newest = row;
    index.insert(HashIndex.hash(idHigh, idLow), row);
    if (expiresAt != PendingTransfer.NEVER) {
      expiries.add(row);
    }
    count++;
    return row;
  }

  void remove(int row) {
    index.remove(HashIndex.hash(get(row, ID_HIGH), get(row, ID_LOW)), row);
    if (get(row, EXPIRY_POSITION) != 0) {
      expiries.remove(row);
    }
    int previous = (int) get(row, PREVIOUS);
    int next = (int) get(row, NEXT);
    if (previous == NONE) {
      oldest = next;
    } else {
      set(previous, NEXT, next);
    }
    if (next == NONE) {
      newest = previous;
    } else {
      set(next, PREVIOUS, previous);
    }
    set(row, NEXT, spare);
    spare = row;
    if (state(row) == TransferState.PENDING) {
      count--;
    }
  }

  private int allocate() {
    if (spare != NONE) {
      int row = spare;
      spare = (int) get(row, NEXT);
      return row;
    }
    if (rowsUsed == extents.size() * EXTENT_ROWS) {
      extents.add(slabs.allocate());
    }
    int row =
        Slabs.address(extents.get(rowsUsed / EXTENT_ROWS)) + (rowsUsed % EXTENT_ROWS) * ROW_UNITS;
    rowsUsed++;
    return row;
  }
}
