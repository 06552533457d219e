package mutual.overlay;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces this peer on the local networks and hears of others, by multicast DNS (RFC 6762, 6763):
 * service {@code _mutual._tcp}, with the node id and the instance in its text record.
 *
 * <p>What is heard is hearsay: anybody on the network can announce anything.
 */
final class LanDiscovery implements AutoCloseable {
  static final String SERVICE = "_mutual._tcp.local.";

  private static final Logger LOG = LoggerFactory.getLogger(LanDiscovery.class);
  private static final String KEY_FIELD = "id";
  private static final String INSTANCE_FIELD = "run";
  private static final long[] HELLO_PAUSES_MILLIS = {0, 300, 700, 1_000, 2_000};
  private static final int ADDRESSES_PER_SIGHTING_MAX = 8;

  /** A peer that was heard of. */
  record Sighting(NodeId node, long instance, List<NodeAddress> addresses) {}

  private final NodeId self;
  private final long instance;
  private final int port;
  private final Consumer<Sighting> heard;
  private final Map<InetAddress, JmDNS> responders = new LinkedHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile String trouble = "";

  LanDiscovery(NodeId self, long instance, int port, Consumer<Sighting> heard) {
    this.self = self;
    this.instance = instance;
    this.port = port;
    this.heard = heard;
  }

  /** Announces and listens on just these addresses' networks from now on. */
  synchronized void use(List<InetAddress> addresses) {
    for (InetAddress gone : List.copyOf(responders.keySet())) {
      if (!addresses.contains(gone)) {
        close(responders.remove(gone));
      }
    }
    for (InetAddress address : addresses) {
      if (!responders.containsKey(address)) {
        try {
          responders.put(address, open(address));
          trouble = "";
        } catch (IOException e) {
          trouble =
              "Multicast does not work at " + address.getHostAddress() + ": " + e.getMessage();
          LOG.warn("No discovery on the local network at {}", address.getHostAddress(), e);
        }
      }
    }
  }

  /** Why discovery does not work somewhere; empty if it does. */
  String trouble() {
    return trouble;
  }

  private JmDNS open(InetAddress address) throws IOException {
    String host = "mutual-" + Long.toHexString(instance);
    // With its name given, nobody looks the address up in the DNS, which can take ten seconds.
    JmDNS responder = JmDNS.create(InetAddress.getByAddress(host, address.getAddress()), host);
    responder.addServiceListener(SERVICE, new Listener());
    String name = self.shortText() + "-" + Long.toHexString(instance);
    Map<String, String> fields =
        Map.of(KEY_FIELD, self.toString(), INSTANCE_FIELD, Long.toHexString(instance));
    Thread.ofVirtual().name("lan-hello").start(() -> hello(name, host, fields, address));
    responder.registerService(ServiceInfo.create(SERVICE, name, port, 0, 0, fields));
    // Whoever began meanwhile may have missed all of it.
    Thread.ofVirtual().name("lan-ask").start(() -> ask(responder));
    return responder;
  }

  /** Peers that start together hear of each other by this, before JmDNS lets them. */
  private void hello(String name, String host, Map<String, String> fields, InetAddress address) {
    List<String> texts = new ArrayList<>();
    fields.forEach((key, value) -> texts.add(key + "=" + value));
    byte[] packet = LanHello.packet(SERVICE, name, host, port, texts, address);
    try {
      for (long pauseMillis : HELLO_PAUSES_MILLIS) {
        if (ended.await(pauseMillis, TimeUnit.MILLISECONDS)) {
          return;
        }
        LanHello.send(packet, address);
      }
    } catch (IOException e) {
      LOG.debug("No hello at {}; JmDNS announces later", address.getHostAddress(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(JmDNS responder) {
    for (ServiceInfo found : responder.list(SERVICE, 1_000)) {
      take(found);
    }
  }

  private final class Listener implements ServiceListener {
    @Override
    public void serviceAdded(ServiceEvent event) {
      event.getDNS().requestServiceInfo(event.getType(), event.getName());
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {}

    @Override
    public void serviceResolved(ServiceEvent event) {
      take(event.getInfo());
    }
  }

  /** Resolved services are told again and again, at first without their text. */
  private void take(ServiceInfo found) {
    @Nullable String key = found.getPropertyString(KEY_FIELD);
    @Nullable String run = found.getPropertyString(INSTANCE_FIELD);
    if (key == null || run == null || found.getPort() < 1) {
      return;
    }
    try {
      NodeId node = NodeId.parse(key);
      long itsInstance = Long.parseUnsignedLong(run, 16);
      List<NodeAddress> addresses = new ArrayList<>();
      for (InetAddress address : found.getInetAddresses()) {
        if (addresses.size() < ADDRESSES_PER_SIGHTING_MAX && !address.isLinkLocalAddress()) {
          addresses.add(new NodeAddress(LocalAddresses.text(address), found.getPort()));
        }
      }
      if (!addresses.isEmpty() && !(node.equals(self) && itsInstance == instance)) {
        heard.accept(new Sighting(node, itsInstance, addresses));
      }
    } catch (IllegalArgumentException e) {
      LOG.debug("Somebody on the local network announces nonsense", e);
    }
  }

  @Override
  public synchronized void close() {
    ended.countDown();
    List<JmDNS> open = List.copyOf(responders.values());
    responders.clear();
    open.forEach(LanDiscovery::close);
  }

  /** Takes seconds, during which nobody needs to wait. */
  private static void close(@Nullable JmDNS responder) {
    if (responder != null) {
      Thread.ofPlatform()
          .daemon()
          .name("lan-close")
          .start(
              () -> {
                try {
                  responder.close();
                } catch (IOException e) {
                  LOG.debug("Discovery on the local network ended with an error", e);
                }
              });
    }
  }
}
