package mutual.files.lan;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How much is believed from each address in a minute, so that nobody floods us with peers. */
final class HearsayLimits {
  static final int PEERS_A_MINUTE_MAX = 200;
  static final int ADDRESSES_A_MINUTE_MAX = 1_000;

  private static final long MINUTE_MILLIS = 60_000;

  private final Map<InetAddress, Integer> told = new HashMap<>();
  private long minute = Long.MIN_VALUE;

  /** Whether one more from the address is believed in the minute of a time; counts it. */
  synchronized boolean allow(InetAddress address, long nowMillis) {
    if (nowMillis / MINUTE_MILLIS != minute) {
      minute = nowMillis / MINUTE_MILLIS;
      told.clear();
    }
    int before = told.getOrDefault(address, 0);
    if (before >= PEERS_A_MINUTE_MAX || (before == 0 && told.size() >= ADDRESSES_A_MINUTE_MAX)) {
      return false;
    }
    told.put(address, before + 1);
    return true;
  }
}
