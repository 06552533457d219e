package mutual.overlay.dht;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets datagrams in up to a rate for each address and a rate for all (leaky buckets). */
final class PacketGate {
  /** Addresses whose rates are kept; who was quiet longest is forgotten first. */
  static final int ADDRESSES_MAX = 4096;

  private final int perAddressPerSecondMax;
  private final Bucket total;
  private final LinkedHashMap<Object, Bucket> buckets =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Bucket> eldest) {
          return size() > ADDRESSES_MAX;
        }
      };

  PacketGate(int perAddressPerSecondMax, int totalPerSecondMax) {
    this.perAddressPerSecondMax = perAddressPerSecondMax;
    this.total = new Bucket(totalPerSecondMax);
  }

  boolean admits(InetSocketAddress from, long nowMillis) {
    // On one machine many nodes share the loopback address, and there nobody can forge another's.
    Object party =
        from.getAddress().isLoopbackAddress() ? from : (Object) Reach.party(from.getAddress());
    return buckets.computeIfAbsent(party, _ -> new Bucket(perAddressPerSecondMax)).take(nowMillis)
        && total.take(nowMillis);
  }

  private static final class Bucket {
    /** Seconds of the rate that may come at once. */
    private static final int BURST_SECONDS = 2;

    private final int perSecond;
    private double left;
    private long filledMillis = Long.MIN_VALUE;

    Bucket(int perSecond) {
      this.perSecond = perSecond;
    }

    boolean take(long nowMillis) {
      double most = perSecond * (double) BURST_SECONDS;
      left =
          filledMillis == Long.MIN_VALUE
              ? most
              : Math.min(most, left + Math.max(0, nowMillis - filledMillis) * perSecond / 1000.0);
      filledMillis = nowMillis;
      if (left < 1) {
        return false;
      }
      left--;
      return true;
    }
  }
}
