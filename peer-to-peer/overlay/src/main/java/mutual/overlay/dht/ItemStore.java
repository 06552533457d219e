package mutual.overlay.dht;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import mutual.overlay.bencode.BencodeValue;
import org.jspecify.annotations.Nullable;

/** Items that others have put here (BEP 44); forgotten two hours after they were put last. */
final class ItemStore {
  static final long ITEM_MILLIS = 2 * 60 * 60_000;

  /** Items; beyond them the one farthest from this node's id makes room. */
  static final int ITEMS_MAX = 4_000;

  /** A value and, if it is mutable, who signed what. */
  record Stored(BencodeValue value, Optional<MutableItem> signed, long putMillis) {}

  private final TreeMap<DhtId, Stored> items;

  ItemStore(DhtId own) {
    items = new TreeMap<>(own::compareDistances);
  }

  int size() {
    return items.size();
  }

  Optional<Stored> get(DhtId target) {
    return Optional.ofNullable(items.get(target));
  }

  void put(DhtId target, BencodeValue value, long nowMillis) {
    store(target, new Stored(value, Optional.empty(), nowMillis));
  }

  /** Takes an item whose signature is good; else says with which error it is refused. */
  Optional<KrpcMessage.Failure> put(
      MutableItem item, OptionalLong cas, long nowMillis, KrpcMessage.Query query) {
    @Nullable Stored stored = items.get(item.target());
    if (stored != null && stored.signed().isPresent()) {
      MutableItem earlier = stored.signed().get();
      if (cas.isPresent() && cas.getAsLong() != earlier.sequence()) {
        return Optional.of(
            new KrpcMessage.Failure(
                query.transaction(),
                KrpcMessage.CAS_MISMATCH,
                "the sequence number is " + earlier.sequence()));
      }
      if (item.sequence() < earlier.sequence()
          || (item.sequence() == earlier.sequence() && !item.value().equals(earlier.value()))) {
        return Optional.of(
            new KrpcMessage.Failure(
                query.transaction(),
                KrpcMessage.SEQUENCE_TOO_SMALL,
                "the sequence number is " + earlier.sequence()));
      }
    }
    store(item.target(), new Stored(item.value(), Optional.of(item), nowMillis));
    return Optional.empty();
  }

  private void store(DhtId target, Stored item) {
    items.put(target, item);
    if (items.size() > ITEMS_MAX) {
      items.pollLastEntry();
    }
  }

  void expire(long nowMillis) {
    items.values().removeIf(item -> nowMillis - item.putMillis() >= ITEM_MILLIS);
  }
}
