package mutual.files.engine;

import java.net.InetSocketAddress;
import java.util.Optional;
import mutual.middleware.NodeId;

/**
 * Another member of a swarm that this node is connected with.
 *
 * @param address where it is
 * @param node its key, if the connection is one of ours by TLS; then it is proven
 * @param client what its program calls itself; a stranger's words, made plain
 * @param incoming whether it connected to us
 * @param progress from 0 to 1: how much of the content it has
 * @param downBytesPerSecond that we get from it
 * @param upBytesPerSecond that it gets from us
 * @param receivedBytes that we got from it on this connection
 * @param sentBytes that it got from us
 * @param choking whether it does not answer our requests
 * @param choked whether we do not answer its requests
 * @param interested whether it wants something of us
 */
public record PeerStatus(
    InetSocketAddress address,
    Optional<NodeId> node,
    String client,
    boolean incoming,
    double progress,
    double downBytesPerSecond,
    double upBytesPerSecond,
    long receivedBytes,
    long sentBytes,
    boolean choking,
    boolean choked,
    boolean interested) {}
