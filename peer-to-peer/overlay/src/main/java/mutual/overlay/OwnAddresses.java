package mutual.overlay;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import org.jspecify.annotations.Nullable;

/**
 * This peer's own address record, made anew when its addresses change and before it expires; and
 * the one who notices that another peer uses the same key. Safe for use by many threads.
 */
final class OwnAddresses {
  static final Duration VALID = Duration.ofHours(24);
  static final Duration RENEWED_AFTER = Duration.ofHours(1);

  private final Identity identity;
  private final String name;
  private final Clock clock;
  private final long instance = new SecureRandom().nextLong();
  private final long startMillis;
  private List<NodeAddress> addresses = List.of();
  private @Nullable AddressRecord record;
  private long sequence;
  private volatile @Nullable List<NodeAddress> copy;

  OwnAddresses(Identity identity, String name, Clock clock) {
    this.identity = identity;
    this.name = name;
    this.clock = clock;
    this.startMillis = clock.millis();
  }

  String name() {
    return name;
  }

  long instance() {
    return instance;
  }

  /** From now on this peer is here; says whether that is new. */
  synchronized boolean moved(List<InetAddress> hosts, int port) {
    List<NodeAddress> fresh = new ArrayList<>();
    for (InetAddress host : hosts) {
      fresh.add(new NodeAddress(LocalAddresses.text(host), port));
    }
    if (fresh.equals(addresses)) {
      return false;
    }
    addresses = List.copyOf(fresh);
    record = null;
    return true;
  }

  synchronized AddressRecord current() {
    long now = clock.millis();
    @Nullable AddressRecord known = record;
    if (known == null
        || now > known.expiresMillis() - VALID.toMillis() + RENEWED_AFTER.toMillis()) {
      sequence = Math.max(now, sequence + 1);
      known = AddressRecord.sign(identity, sequence, now + VALID.toMillis(), addresses, instance);
      record = known;
    }
    return known;
  }

  synchronized List<NodeAddress> addresses() {
    return addresses;
  }

  /**
   * Looks at a record under this peer's own key that somebody else holds. One that another instance
   * has made since this one started is by a second peer with a copy of the key.
   */
  void check(AddressRecord found) {
    if (!found.node().equals(identity.id()) || found.instance() == instance) {
      return;
    }
    if (found.sequence() > startMillis) {
      copy = found.addresses();
    }
    synchronized (this) {
      // Otherwise it would count instead of ours, as after the clock was set back.
      if (found.sequence() >= sequence) {
        sequence = found.sequence();
        record = null;
      }
    }
  }

  /** Another peer has proven, at these addresses, that it holds this one's key. */
  void copyAt(List<NodeAddress> found) {
    copy = found;
  }

  /** The addresses of another peer that uses this one's key, if one was noticed. */
  Optional<List<NodeAddress>> copy() {
    return Optional.ofNullable(copy);
  }
}
