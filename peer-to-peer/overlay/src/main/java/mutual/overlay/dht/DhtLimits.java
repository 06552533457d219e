package mutual.overlay.dht;

/**
 * What a DHT node takes from others and does at a time; the sizes of its tables are constants of
 * {@link PeerStore}, {@link ItemStore} and {@link RoutingTable}.
 *
 * @param datagramsPerSecondMax from all addresses; what comes beyond is dropped unread
 * @param datagramsPerSecondPerAddressMax from one address, except answers that are waited for
 * @param queriesInFlightMax own queries without an answer yet
 * @param lookupsMax own searches at a time; others wait for their turn
 * @param lookupsWaitingMax own searches that wait; more are refused
 */
public record DhtLimits(
    int datagramsPerSecondMax,
    int datagramsPerSecondPerAddressMax,
    int queriesInFlightMax,
    int lookupsMax,
    int lookupsWaitingMax) {
  public static final DhtLimits DEFAULT = new DhtLimits(2_000, 40, 256, 16, 4_096);
}
