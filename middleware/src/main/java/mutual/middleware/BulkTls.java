package mutual.middleware;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * The TLS contexts of {@link SecureChannel}s that show one certificate; the scheme is that of
 * {@link NodeTls}. They live as long as something refers to them.
 */
record BulkTls(NodeCertificate.Pair pair, SslContext clients, SslContext servers) {
  /**
   * The protocol that both ends must agree on (ALPN, RFC 7301), so that a bulk port and a node port
   * cannot be taken for each other.
   */
  static final String PROTOCOL = "mutual-bulk/1";

  /** Where engines and channels get their buffers: outside the heap, given back at once. */
  static final ByteBufAllocator BUFFERS = PooledByteBufAllocator.DEFAULT;

  /** Sessions that each context remembers, so that the next connection is cheaper. */
  private static final int SESSIONS_MAX = 1000;

  /** Sessions are remembered by name and port; the name alone tells the node. */
  private static final int ANY_PORT = 1;

  static BulkTls of(NodeCertificate.Pair pair) {
    try {
      // A client's default would compare host names; here the trust manager compares keys.
      return new BulkTls(
          pair,
          build(
              SslContextBuilder.forClient()
                  .keyManager(pair.key(), pair.certificate())
                  .endpointIdentificationAlgorithm(null)),
          build(
              SslContextBuilder.forServer(pair.key(), pair.certificate())
                  .clientAuth(ClientAuth.REQUIRE)));
    } catch (SSLException e) {
      throw new IllegalStateException("BoringSSL does not take the node's certificate", e);
    }
  }

  private static SslContext build(SslContextBuilder builder) throws SSLException {
    NodeTls.customize(builder);
    return builder
        .sslProvider(SslProvider.OPENSSL)
        .sessionCacheSize(SESSIONS_MAX)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                PROTOCOL))
        .build();
  }

  /** The client's end of one connection to a node. */
  SSLEngine client(NodeId expected) {
    return clients.newEngine(BUFFERS, expected.label() + NodeCertificate.HOST_SUFFIX, ANY_PORT);
  }

  /** The server's end of one connection. */
  SSLEngine server() {
    return servers.newEngine(BUFFERS);
  }
}
