package mutual.overlay.dht;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one family that have answered this node, in buckets of {@value #BUCKET_NODES} by how
 * many leading bits of their id they share with it (BEP 5); the last bucket holds all that share at
 * least as many, and is split when it is full.
 *
 * <p>Only nodes that have answered get in, so a stranger cannot fill the table with addresses that
 * are not his. A full bucket keeps its nodes while they answer; a few newcomers wait beside it to
 * replace one that stops answering. A global address holds one place at most, and where room is
 * scarce, nodes whose id follows from their address (BEP 42) go before others.
 */
final class RoutingTable {
  static final int BUCKET_NODES = 8;
  static final int WAITING_MAX = 8;

  /** Unanswered queries in a row after which a node loses its place to one that waits. */
  static final int FAILURES_MAX = 2;

  /** Unanswered queries in a row after which a node is forgotten though nobody waits. */
  static final int FAILURES_FORGOTTEN = 6;

  /** After this time without an answer a node is asked whether it is still there. */
  static final long QUESTIONABLE_MILLIS = 15 * 60_000;

  /** After this time without news a bucket is refreshed by a search inside it. */
  static final long BUCKET_STALE_MILLIS = 15 * 60_000;

  private static final class Place {
    final DhtContact node;
    long answeredMillis;
    long askedMillis;
    int failures;

    Place(DhtContact node, long nowMillis) {
      this.node = node;
      this.answeredMillis = nowMillis;
      this.askedMillis = nowMillis;
    }
  }

  private static final class Bucket {
    final List<Place> places = new ArrayList<>();
    final List<DhtContact> waiting = new ArrayList<>();
    long changedMillis;
  }

  private final DhtId own;
  private final List<Bucket> buckets = new ArrayList<>();

  RoutingTable(DhtId own, long nowMillis) {
    this.own = own;
    Bucket first = new Bucket();
    first.changedMillis = nowMillis;
    buckets.add(first);
  }

  DhtId own() {
    return own;
  }

  int size() {
    int size = 0;
    for (Bucket bucket : buckets) {
      size += bucket.places.size();
    }
    return size;
  }

  private Bucket bucket(DhtId id) {
    return buckets.get(Math.min(own.sharedBits(id), buckets.size() - 1));
  }

  private static @Nullable Place find(Bucket bucket, DhtId id) {
    for (Place place : bucket.places) {
      if (place.node.id().equals(id)) {
        return place;
      }
    }
    return null;
  }

  /** Whether a node that is not known yet would find room, so that it is worth asking. */
  boolean hasRoomFor(DhtContact node) {
    Bucket bucket = bucket(node.id());
    return !node.id().equals(own)
        && find(bucket, node.id()) == null
        && (bucket.places.size() < BUCKET_NODES
            || bucket == buckets.getLast()
            || bucket.waiting.size() < WAITING_MAX)
        && !holdsPlace(node.address().getAddress());
  }

  private boolean holdsPlace(InetAddress address) {
    if (!Reach.isGlobal(address)) {
      return false;
    }
    for (Bucket bucket : buckets) {
      for (Place place : bucket.places) {
        if (place.node.address().getAddress().equals(address)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Notes that a node has answered. */
  void answered(DhtContact node, long nowMillis) {
    if (node.id().equals(own)) {
      return;
    }
    Bucket bucket = bucket(node.id());
    Place known = find(bucket, node.id());
    if (known != null) {
      if (known.node.address().equals(node.address())) {
        known.answeredMillis = nowMillis;
        known.failures = 0;
        bucket.changedMillis = nowMillis;
      } else if (known.failures >= FAILURES_MAX) {
        // It moved: its old address has been silent.
        bucket.places.set(bucket.places.indexOf(known), new Place(node, nowMillis));
      }
      return;
    }
    if (!holdsPlace(node.address().getAddress())) {
      add(bucket, node, nowMillis);
    }
  }

  private void add(Bucket bucket, DhtContact node, long nowMillis) {
    if (bucket.places.size() < BUCKET_NODES) {
      bucket.places.add(new Place(node, nowMillis));
      bucket.changedMillis = nowMillis;
      return;
    }
    for (int i = 0; i < bucket.places.size(); i++) {
      if (bucket.places.get(i).failures >= FAILURES_MAX) {
        bucket.places.set(i, new Place(node, nowMillis));
        bucket.changedMillis = nowMillis;
        return;
      }
    }
    if (bucket == buckets.getLast() && buckets.size() < DhtId.BITS) {
      split(nowMillis);
      add(bucket(node.id()), node, nowMillis);
      return;
    }
    if (fits(node)) {
      for (int i = 0; i < bucket.places.size(); i++) {
        if (!fits(bucket.places.get(i).node)) {
          bucket.places.set(i, new Place(node, nowMillis));
          return;
        }
      }
    }
    bucket.waiting.remove(node);
    if (bucket.waiting.size() >= WAITING_MAX) {
      bucket.waiting.removeFirst();
    }
    bucket.waiting.add(node);
  }

  private static boolean fits(DhtContact node) {
    return SecureIds.fits(node.id(), node.address().getAddress());
  }

  private void split(long nowMillis) {
    Bucket last = buckets.getLast();
    Bucket nearer = new Bucket();
    nearer.changedMillis = nowMillis;
    int shared = buckets.size() - 1;
    buckets.add(nearer);
    last.places.removeIf(
        place -> own.sharedBits(place.node.id()) > shared && nearer.places.add(place));
    last.waiting.removeIf(node -> own.sharedBits(node.id()) > shared && nearer.waiting.add(node));
  }

  /** Notes that a node has not answered a query. */
  void failed(DhtContact node) {
    Bucket bucket = bucket(node.id());
    Place place = find(bucket, node.id());
    if (place == null || !place.node.address().equals(node.address())) {
      bucket.waiting.remove(node);
      return;
    }
    place.failures++;
    if (place.failures >= FAILURES_FORGOTTEN) {
      bucket.places.remove(place);
    }
  }

  /** A newcomer to ask, because one of those whose bucket it waits at has stopped answering. */
  Optional<DhtContact> replacement() {
    for (Bucket bucket : buckets) {
      if (bucket.waiting.isEmpty()) {
        continue;
      }
      for (Place place : bucket.places) {
        if (place.failures >= FAILURES_MAX) {
          return Optional.of(bucket.waiting.removeLast());
        }
      }
    }
    return Optional.empty();
  }

  /** The node that has been silent for longest, if it is time to ask it; it is taken as asked. */
  Optional<DhtContact> questionable(long nowMillis) {
    Place oldest = null;
    for (Bucket bucket : buckets) {
      for (Place place : bucket.places) {
        long pause = place.failures == 0 ? QUESTIONABLE_MILLIS : QUESTIONABLE_MILLIS / 15;
        if (nowMillis - Math.max(place.answeredMillis, place.askedMillis) >= pause
            && (oldest == null || place.answeredMillis < oldest.answeredMillis)) {
          oldest = place;
        }
      }
    }
    if (oldest == null) {
      return Optional.empty();
    }
    oldest.askedMillis = nowMillis;
    return Optional.of(oldest.node);
  }

  /** An id inside a bucket that has had no news for long; it is taken as searched for. */
  Optional<DhtId> staleBucket(long nowMillis, RandomGenerator random) {
    for (int i = 0; i < buckets.size(); i++) {
      Bucket bucket = buckets.get(i);
      if (nowMillis - bucket.changedMillis >= BUCKET_STALE_MILLIS) {
        bucket.changedMillis = nowMillis;
        return Optional.of(own.randomSharing(i, random));
      }
    }
    return Optional.empty();
  }

  /** The nodes nearest to an id, nearest first, those that keep failing left out. */
  List<DhtContact> nearest(DhtId target, int count) {
    List<DhtContact> nodes = new ArrayList<>();
    for (Bucket bucket : buckets) {
      for (Place place : bucket.places) {
        if (place.failures < FAILURES_MAX) {
          nodes.add(place.node);
        }
      }
    }
    nodes.sort((a, b) -> target.compareDistances(a.id(), b.id()));
    return nodes.size() > count ? List.copyOf(nodes.subList(0, count)) : nodes;
  }

  /** All nodes, as to be remembered over a restart. */
  List<DhtContact> all() {
    return nearest(own, Integer.MAX_VALUE);
  }

  boolean contains(InetSocketAddress address) {
    for (Bucket bucket : buckets) {
      for (Place place : bucket.places) {
        if (place.node.address().equals(address)) {
          return true;
        }
      }
    }
    return false;
  }
}
