package mutual.overlay.bencode;

import java.util.Iterator;
import java.util.List;

/** A bencoded list, {@code l...e}. */
public record BList(List<BencodeValue> values) implements BencodeValue, Iterable<BencodeValue> {
  public BList {
    values = List.copyOf(values);
  }

  public static BList of(BencodeValue... values) {
    return new BList(List.of(values));
  }

  public int size() {
    return values.size();
  }

  public BencodeValue get(int index) {
    return values.get(index);
  }

  @Override
  public Iterator<BencodeValue> iterator() {
    return values.iterator();
  }
}
