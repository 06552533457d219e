package mutual.overlay.bencode;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A bencoded dictionary, {@code d3:cow3:mooe}: byte strings to values, in the keys' order.
 *
 * <p>The typed lookups ({@link #integer}, {@link #string}, ...) are empty both when the key is
 * missing and when its value is of another type.
 */
public final class BDictionary implements BencodeValue, Iterable<Map.Entry<BString, BencodeValue>> {
  public static final BDictionary EMPTY = new BDictionary(new TreeMap<>());

  private final NavigableMap<BString, BencodeValue> entries;

  private BDictionary(NavigableMap<BString, BencodeValue> owned) {
    entries = Collections.unmodifiableNavigableMap(owned);
  }

  public static BDictionary of(Map<BString, ? extends BencodeValue> entries) {
    return new BDictionary(new TreeMap<>(entries));
  }

  static BDictionary owning(NavigableMap<BString, BencodeValue> entries) {
    return new BDictionary(entries);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The entries in order of their keys; unmodifiable. */
  public NavigableMap<BString, BencodeValue> entries() {
    return entries;
  }

  public int size() {
    return entries.size();
  }

  public boolean has(String key) {
    return entries.containsKey(BString.of(key));
  }

  public Optional<BencodeValue> get(String key) {
    return Optional.ofNullable(entries.get(BString.of(key)));
  }

  public OptionalLong integer(String key) {
    return get(key).orElse(null) instanceof BInteger(long value)
        ? OptionalLong.of(value)
        : OptionalLong.empty();
  }

  public Optional<BString> string(String key) {
    return ofType(key, BString.class);
  }

  public Optional<BList> list(String key) {
    return ofType(key, BList.class);
  }

  public Optional<BDictionary> dictionary(String key) {
    return ofType(key, BDictionary.class);
  }

  private <T extends BencodeValue> Optional<T> ofType(String key, Class<T> type) {
    return get(key).filter(type::isInstance).map(type::cast);
  }

  @Override
  public Iterator<Map.Entry<BString, BencodeValue>> iterator() {
    return entries.entrySet().iterator();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BDictionary dictionary && entries.equals(dictionary.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return entries.toString();
  }

  /** Gathers a dictionary's entries in any order; a later value of a key replaces an earlier. */
  public static final class Builder {
    private final NavigableMap<BString, BencodeValue> entries = new TreeMap<>();

    private Builder() {}

    public Builder put(BString key, BencodeValue value) {
      entries.put(key, value);
      return this;
    }

    public Builder put(String key, BencodeValue value) {
      return put(BString.of(key), value);
    }

    public Builder put(String key, long value) {
      return put(key, new BInteger(value));
    }

    public Builder put(String key, String text) {
      return put(key, BString.of(text));
    }

    public Builder put(String key, byte[] bytes) {
      return put(key, BString.of(bytes));
    }

    public BDictionary build() {
      return new BDictionary(new TreeMap<>(entries));
    }
  }
}
