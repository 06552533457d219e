package mutual.ledger;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The memory of a ledger: longs in extents of 4 KiB, handed out from slabs of 2 MiB.
 *
 * <p>Tables that grow by copying stop everything while they do; here they grow by an extent at a
 * time, and what a table gives back at its end is used again without being walked through. Slabs
 * are big enough for common garbage collectors to leave them where they are, and are never given
 * back.
 *
 * <p>An <em>address</em> names a place by units of four longs (32 bytes): a remembered transfer is
 * one unit, a page of an index or an account two, a pending transfer four. Address 0 is nobody's.
 */
final class Slabs {
  static final int UNIT_LONGS = 4;
  static final int EXTENT_LONGS = 512;
  static final int EXTENT_UNITS = EXTENT_LONGS / UNIT_LONGS;
  private static final int EXTENT_SHIFT = 7;
  private static final int SLAB_EXTENTS = 512;
  private static final int SLAB_SHIFT = 16;
  private static final int SLAB_UNITS = 1 << SLAB_SHIFT;

  /**
   * The last extent of a slab is left out: an array of exactly 2 MiB and its header would not fit
   * into a collector's region of 2 MiB and waste half of the next one.
   */
  private static final int SLAB_LONGS = (SLAB_EXTENTS - 1) * EXTENT_LONGS;

  /** The first slab starts small, for small ledgers; a copy of one slab is soon done. */
  private static final int FIRST_SLAB_LONGS = 16 * EXTENT_LONGS;

  private final ArrayDeque<ExtentList> free = new ArrayDeque<>();
  private long[][] slabs = {new long[FIRST_SLAB_LONGS]};

  /** Extent 0 is left out, so that 0 can mean none. */
  private int next = 1;

  /** The slab of an address; only until the next extent is allocated. */
  long[] slab(int address) {
    return slabs[address >>> SLAB_SHIFT];
  }

  /** Where in its slab an address begins. */
  static int offset(int address) {
    return (address & (SLAB_UNITS - 1)) * UNIT_LONGS;
  }

  /** The first address of an extent. */
  static int address(int extent) {
    return extent << EXTENT_SHIFT;
  }

  /** An extent filled with zeros. */
  int allocate() {
    while (!free.isEmpty()) {
      ExtentList list = free.getLast();
      if (list.isEmpty()) {
        free.removeLast();
        continue;
      }
      int extent = list.removeLast();
      int offset = offset(address(extent));
      Arrays.fill(slab(address(extent)), offset, offset + EXTENT_LONGS, 0);
      return extent;
    }
    if (slabs[0].length < SLAB_LONGS && next * EXTENT_LONGS == slabs[0].length) {
      slabs[0] = Arrays.copyOf(slabs[0], Math.min(slabs[0].length * 2, SLAB_LONGS));
    }
    if (next % SLAB_EXTENTS == SLAB_EXTENTS - 1) {
      next++;
      int slab = next / SLAB_EXTENTS;
      if (slab == slabs.length) {
        slabs = Arrays.copyOf(slabs, slabs.length * 2);
      }
      slabs[slab] = new long[SLAB_LONGS];
    }
    return next++;
  }

  /** Takes back all extents of the list, which belongs to the slabs from now on. */
  void release(ExtentList extents) {
    if (!extents.isEmpty()) {
      free.addLast(extents);
    }
  }
}
