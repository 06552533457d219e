package mutual.overlay.dht;

import java.net.InetSocketAddress;

/** Another node of the DHT, as it is called and where it is. */
record DhtContact(DhtId id, InetSocketAddress address) {
  AddressFamily family() {
    return AddressFamily.of(address);
  }
}
