package mutual.ledger;

import java.util.Arrays;

/**
 * Finds addresses by a 32-bit hash; whoever asks compares the keys behind them.
 *
 * <p>Linear hashing (Litwin, 1980) over pages of 64 bytes: each page holds up to seven entries
 * (hash in the high half, address in the low) and a link to an overflow page. For every few
 * insertions one page is split, in turn, so that the index grows without ever stopping to rehash. A
 * key that is not there usually costs one access to memory.
 */
final class HashIndex {
  /** No address. */
  static final int NONE = 0;

  private static final int PAGE_LONGS = 8;
  private static final int PAGE_UNITS = PAGE_LONGS / Slabs.UNIT_LONGS;
  private static final int PAGE_ENTRIES = 7;
  private static final int LINK = 7;
  private static final int EXTENT_PAGES = Slabs.EXTENT_LONGS / PAGE_LONGS;
  private static final int EXTENT_PAGES_SHIFT = 6;

  /** Entries for each page, on average, above which the next page is split. */
  private static final int PAGE_LOAD = 3;

  private static final long ADDRESS_MASK = 0xffff_ffffL;

  private final Slabs slabs;
  private final ExtentList pages = new ExtentList();
  private final ExtentList overflow = new ExtentList();

  /** Pages of the current round before any was split; a power of two. */
  private int roundPages = EXTENT_PAGES;

  private int pageCount;
  private int size;
  private int overflowUsed = EXTENT_PAGES;
  private int spareOverflow;
  private long[] moving = new long[32];

  HashIndex(Slabs slabs) {
    this.slabs = slabs;
  }

  static int hash(long key) {
    long h = key * 0x9e37_79b9_7f4a_7c15L;
    h = (h ^ (h >>> 32)) * 0xd6e8_feb8_6659_fd93L;
    return (int) (h >>> 32);
  }

  static int hash(long high, long low) {
    return hash((high * 0xc2b2_ae3d_27d4_eb4fL) ^ low);
  }

  /** The first entry with this hash. */
  int first(int hash) {
    if (pageCount == 0) {
      return NONE;
    }
    int page = pageOf(hash);
    do {
      long[] slab = slabs.slab(page);
      int at = Slabs.offset(page);
      for (int i = at; i < at + PAGE_ENTRIES; i++) {
        long entry = slab[i];
        if ((int) (entry >>> 32) == hash && entry != 0) {
          return (int) entry;
        }
      }
      page = (int) slab[at + LINK];
    } while (page != NONE);
    return NONE;
  }

  /** Reads the page where entries with this hash begin; see {@link LookAhead}. */
  long touch(int hash) {
    if (pageCount == 0) {
      return 0;
    }
    int page = pageOf(hash);
    return slabs.slab(page)[Slabs.offset(page)];
  }

  /** The entry with this hash that follows {@code address}, an earlier one. */
  int next(int hash, int address) {
    boolean passed = false;
    int page = pageOf(hash);
    do {
      long[] slab = slabs.slab(page);
      int at = Slabs.offset(page);
      for (int i = at; i < at + PAGE_ENTRIES; i++) {
        long entry = slab[i];
        if (entry != 0 && (int) (entry >>> 32) == hash) {
          if (passed) {
            return (int) entry;
          }
          passed = (int) entry == address;
        }
      }
      page = (int) slab[at + LINK];
    } while (page != NONE);
    return NONE;
  }

  void insert(int hash, int address) {
    if (pageCount == 0) {
      pages.add(slabs.allocate());
      pageCount = EXTENT_PAGES;
    }
    size++;
    if (size > PAGE_LOAD * (long) pageCount) {
      split();
    }
    append(pageOf(hash), ((long) hash << 32) | address);
  }

  /** Removes an entry that is there. */
  void remove(int hash, int address) {
    long entry = ((long) hash << 32) | (address & ADDRESS_MASK);
    int head = pageOf(hash);
    int page = head;
    int foundPage = NONE;
    int foundAt = 0;
    int before = NONE;
    // The last entry of the chain fills the gap: entries stand without gaps.
    while (true) {
      long[] slab = slabs.slab(page);
      int at = Slabs.offset(page);
      int last = at - 1;
      for (int i = at; i < at + PAGE_ENTRIES && slab[i] != 0; i++) {
        if (slab[i] == entry) {
          foundPage = page;
          foundAt = i;
        }
        last = i;
      }
      int link = (int) slab[at + LINK];
      if (link != NONE) {
        before = page;
        page = link;
        continue;
      }
      if (foundPage == NONE) {
        throw new IllegalStateException("no such entry in the index");
      }
      slabs.slab(foundPage)[foundAt] = slab[last];
      slab[last] = 0;
      if (last == at && page != head) {
        slabs.slab(before)[Slabs.offset(before) + LINK] = NONE;
        recycle(page);
      }
      size--;
      return;
    }
  }

  /** Gives all memory back; the index is not used any more. */
  void release() {
    slabs.release(pages);
    slabs.release(overflow);
  }

  private int pageOf(int hash) {
    int page = hash & (2 * roundPages - 1);
    return pageAddress(page >= pageCount ? page & (roundPages - 1) : page);
  }

  private int pageAddress(int page) {
    return Slabs.address(pages.get(page >>> EXTENT_PAGES_SHIFT))
        + (page & (EXTENT_PAGES - 1)) * PAGE_UNITS;
  }

  private void append(int page, long entry) {
    while (true) {
      long[] slab = slabs.slab(page);
      int at = Slabs.offset(page);
      int link = (int) slab[at + LINK];
      if (link != NONE) {
        page = link;
        continue;
      }
      for (int i = at; i < at + PAGE_ENTRIES; i++) {
        if (slab[i] == 0) {
          slab[i] = entry;
          return;
        }
      }
      int added = overflowPage();
      slabs.slab(page)[at + LINK] = added;
      page = added;
    }
  }

  /** Divides the next page in turn between itself and a new page at the end. */
  private void split() {
    int old = pageAddress(pageCount - roundPages);
    if ((pageCount & (EXTENT_PAGES - 1)) == 0) {
      pages.add(slabs.allocate());
    }
    int created = pageCount++;
    int count = takeAll(old);
    for (int i = 0; i < count; i++) {
      long entry = moving[i];
      boolean moves = ((int) (entry >>> 32) & (2 * roundPages - 1)) == created;
      append(moves ? pageAddress(created) : old, entry);
    }
    if (pageCount == 2 * roundPages) {
      roundPages *= 2;
    }
  }

  /** Empties a page and its overflow pages into {@link #moving}. */
  private int takeAll(int head) {
    int count = 0;
    int page = head;
    do {
      long[] slab = slabs.slab(page);
      int at = Slabs.offset(page);
      if (count + PAGE_ENTRIES > moving.length) {
        moving = Arrays.copyOf(moving, moving.length * 2);
      }
      for (int i = at; i < at + PAGE_ENTRIES && slab[i] != 0; i++) {
        moving[count++] = slab[i];
        slab[i] = 0;
      }
      int link = (int) slab[at + LINK];
      slab[at + LINK] = NONE;
      if (page != head) {
        recycle(page);
      }
      page = link;
    } while (page != NONE);
    return count;
  }

  private int overflowPage() {
    if (spareOverflow != NONE) {
      int page = spareOverflow;
      long[] slab = slabs.slab(page);
      spareOverflow = (int) slab[Slabs.offset(page) + LINK];
      slab[Slabs.offset(page) + LINK] = NONE;
      return page;
    }
    if (overflowUsed == EXTENT_PAGES) {
      overflow.add(slabs.allocate());
      overflowUsed = 0;
    }
    return Slabs.address(overflow.get(overflow.size() - 1)) + overflowUsed++ * PAGE_UNITS;
  }

  private void recycle(int page) {
    slabs.slab(page)[Slabs.offset(page) + LINK] = spareOverflow;
    spareOverflow = page;
  }
}
