package mutual.overlay.dht;

/**
 * How a DHT node is doing.
 *
 * @param nodes4 nodes known by IPv4
 * @param nodes6 nodes known by IPv6
 * @param hashesHeld info hashes whose peers are kept for others
 * @param itemsHeld items kept for others
 * @param datagramsDropped that were malformed, unasked for or beyond the limits
 */
public record DhtStatus(
    int nodes4, int nodes6, int hashesHeld, int itemsHeld, long datagramsDropped) {
  /** Whether any other node is known, so that searches can find something. */
  public boolean connected() {
    return nodes4 + nodes6 > 0;
  }
}
