package mutual.ledger;

/**
 * The ids of transfers within the deduplication window, each with a fingerprint of its content and
 * its state.
 *
 * <p>Ids carry their time, so they are kept in buckets of time, each with records in the order of
 * arrival and an index of its own; a bucket that has left the window is dropped whole. Four longs
 * each: id (high, low), fingerprint, and the state in the low byte of the last beside more of the
 * fingerprint.
 */
final class TransferMemory {
  static final int NONE = HashIndex.NONE;

  static final int RECORD_LONGS = 4;
  static final int ID_HIGH = 0;
  private static final int ID_LOW = 1;
  private static final int FINGERPRINT = 2;
  private static final int FINGERPRINT_AND_STATE = 3;
  static final long STATE_MASK = 0xff;

  /** Buckets that a window and the clocks' skew are divided into. */
  private static final int WINDOW_BUCKETS = 64;

  /** The ring also holds buckets cut at both ends. */
  private static final int RING_BUCKETS = WINDOW_BUCKETS + 3;

  private final Slabs slabs;
  private final long windowMillis;
  private final long bucketMillis;
  private final TransferBucket[] ring = new TransferBucket[RING_BUCKETS];
  private int size;
  private long floorMillis;

  /** Number of the oldest bucket that may hold something. */
  private long oldestBucket;

  TransferMemory(Slabs slabs, LedgerLimits limits) {
    this.slabs = slabs;
    this.windowMillis = limits.dedupWindowMillis();
    long span = Math.addExact(windowMillis, limits.clockSkewMillisMax());
    this.bucketMillis = Math.ceilDiv(span, WINDOW_BUCKETS);
    for (int i = 0; i < RING_BUCKETS; i++) {
      ring[i] = new TransferBucket(slabs);
    }
  }

  int size() {
    return size;
  }

  /** Ids with an earlier time than this have expired. */
  long floorMillis() {
    return floorMillis;
  }

  void advance(long timestampMillis) {
    floorMillis = Math.max(0, timestampMillis - windowMillis);
    long oldest = floorMillis / bucketMillis;
    if (oldest == oldestBucket) {
      return;
    }
    long end = Math.min(oldest, oldestBucket + RING_BUCKETS);
    for (long bucket = oldestBucket; bucket < end; bucket++) {
      int slot = (int) (bucket % RING_BUCKETS);
      if (ring[slot].count() > 0) {
        size -= ring[slot].count();
        ring[slot].release();
        ring[slot] = new TransferBucket(slabs);
      }
    }
    oldestBucket = oldest;
  }

  boolean within(long idHigh) {
    return TransferId.timestampMillis(idHigh) >= floorMillis;
  }

  /** Finds an id; its time must be within the window and not too far ahead. */
  int find(long idHigh, long idLow) {
    HashIndex index = bucket(idHigh).index();
    int hash = HashIndex.hash(idHigh, idLow);
    int address = index.first(hash);
    while (address != NONE) {
      long[] slab = slabs.slab(address);
      int at = Slabs.offset(address);
      if (slab[at + ID_LOW] == idLow && slab[at + ID_HIGH] == idHigh) {
        return address;
      }
      address = index.next(hash, address);
    }
    return NONE;
  }

  /** Reads where this id would be looked for; see {@link LookAhead}. */
  long touch(long idHigh, long idLow) {
    return bucket(idHigh).index().touch(HashIndex.hash(idHigh, idLow));
  }

  /** Adds an id that is not there. */
  int add(long idHigh, long idLow, long fingerprint, long fingerprintMore, TransferState state) {
    TransferBucket bucket = bucket(idHigh);
    int address = bucket.append();
    long[] slab = slabs.slab(address);
    int at = Slabs.offset(address);
    slab[at + ID_HIGH] = idHigh;
    slab[at + ID_LOW] = idLow;
    slab[at + FINGERPRINT] = fingerprint;
    slab[at + FINGERPRINT_AND_STATE] = (fingerprintMore & ~STATE_MASK) | state.code();
    bucket.index().insert(HashIndex.hash(idHigh, idLow), address);
    size++;
    return address;
  }

  /** Removes the id that was added last. */
  void removeLast(long idHigh, long idLow) {
    TransferBucket bucket = bucket(idHigh);
    bucket.index().remove(HashIndex.hash(idHigh, idLow), bucket.removeLast());
    size--;
  }

  boolean sameContent(int address, long fingerprint, long fingerprintMore) {
    long[] slab = slabs.slab(address);
    int at = Slabs.offset(address);
    return slab[at + FINGERPRINT] == fingerprint
        && ((slab[at + FINGERPRINT_AND_STATE] ^ fingerprintMore) & ~STATE_MASK) == 0;
  }

  TransferState state(int address) {
    long word = slabs.slab(address)[Slabs.offset(address) + FINGERPRINT_AND_STATE];
    return TransferState.ofCode((int) (word & STATE_MASK));
  }

  /** Notes what became of a pending transfer, unless it is older than the window. */
  void mark(long idHigh, long idLow, TransferState state) {
    if (within(idHigh)) {
      int address = find(idHigh, idLow);
      long[] slab = slabs.slab(address);
      int word = Slabs.offset(address) + FINGERPRINT_AND_STATE;
      slab[word] = (slab[word] & ~STATE_MASK) | state.code();
    }
  }

  long word(int address, int word) {
    return slabs.slab(address)[Slabs.offset(address) + word];
  }

  int bucketCount() {
    return RING_BUCKETS;
  }

  /** Buckets from the oldest on. */
  TransferBucket bucketAt(int position) {
    return ring[(int) ((oldestBucket + position) % RING_BUCKETS)];
  }

  /** True if an id of this time belongs to the bucket at this position. */
  boolean belongs(long idHigh, int position) {
    return TransferId.timestampMillis(idHigh) / bucketMillis == oldestBucket + position;
  }

  private TransferBucket bucket(long idHigh) {
    return ring[(int) (TransferId.timestampMillis(idHigh) / bucketMillis % RING_BUCKETS)];
  }
}
