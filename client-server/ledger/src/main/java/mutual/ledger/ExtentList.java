package mutual.ledger;

import java.util.Arrays;

/** Extents of {@link Slabs} that belong to one owner, in order. */
final class ExtentList {
  private int[] extents = new int[4];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  int get(int index) {
    return extents[index];
  }

  void add(int extent) {
    if (size == extents.length) {
      extents = Arrays.copyOf(extents, size * 2);
    }
    extents[size++] = extent;
  }

  int removeLast() {
    return extents[--size];
  }
}
