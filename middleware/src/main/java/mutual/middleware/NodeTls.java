package mutual.middleware;

import com.linecorp.armeria.client.ClientTlsConfig;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.TlsProvider;
import com.linecorp.armeria.server.ServerTlsConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 between nodes: both ends show a {@link NodeCertificate}, and what counts is the identity
 * in it.
 *
 * <p>A client dials the name {@code <label>.peer}, so the expected key travels with the connection,
 * and a server with another key is refused before a request is sent. A server takes any node here
 * and says who may do what for each request: on a resumed session no trust manager is asked.
 */
final class NodeTls {
  private static final String SESSION_NODE_ID = "mutual.node-id";
  private static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(60);

  private NodeTls() {}

  static TlsProvider provider(Identity identity) {
    return new TlsProvider() {
      @Override
      public TlsKeyPair keyPair(String hostname) {
        NodeCertificate.Pair pair = identity.tls();
        return TlsKeyPair.of(pair.key(), pair.certificate());
      }
    };
  }

  static ServerTlsConfig serverConfig() {
    return ServerTlsConfig.builder()
        .clientAuth(ClientAuth.REQUIRE)
        .tlsCustomizer(NodeTls::customize)
        .build();
  }

  static ClientTlsConfig clientConfig() {
    return ClientTlsConfig.builder().tlsCustomizer(NodeTls::customize).build();
  }

  /** What makes a TLS context one between nodes. */
  static void customize(SslContextBuilder builder) {
    builder.protocols("TLSv1.3").trustManager(new NodeTrust());
  }

  /**
   * The node at the other end of a connection; proven once for each connection, then remembered
   * with its session.
   */
  static @Nullable NodeId peer(@Nullable SSLSession session) {
    if (session == null) {
      return null;
    }
    if (session.getValue(SESSION_NODE_ID) instanceof NodeId known) {
      return known;
    }
    try {
      NodeId id = prove(session);
      session.putValue(SESSION_NODE_ID, id);
      return id;
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      return null;
    }
  }

  /** The node at the other end as its certificate proves it, resumed session or not. */
  static NodeId prove(SSLSession session) throws SSLPeerUnverifiedException, CertificateException {
    if (session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
      return NodeCertificate.identify(certificate);
    }
    throw new CertificateException("The peer's certificate is not of the kind X.509");
  }

  private static final class NodeTrust extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      String host = engine.getPeerHost();
      if (host == null || !host.endsWith(NodeCertificate.HOST_SUFFIX)) {
        throw new CertificateException("No node is expected at " + host);
      }
      String label = host.substring(0, host.length() - NodeCertificate.HOST_SUFFIX.length());
      NodeId expected = NodeId.fromLabel(label.toLowerCase(Locale.ROOT));
      NodeId found;
      try {
        found = check(chain);
      } catch (CertificateException e) {
        WrongNodeException wrong =
            new WrongNodeException("A node that cannot prove its key answered: " + e.getMessage());
        wrong.initCause(e);
        throw wrong;
      }
      if (!found.equals(expected)) {
        throw new WrongNodeException("Another node answered, with the key " + found);
      }
    }

    private static NodeId check(X509Certificate[] chain) throws CertificateException {
      if (chain.length == 0) {
        throw new CertificateException("There is no certificate");
      }
      Instant now = Instant.now();
      if (now.isAfter(chain[0].getNotAfter().toInstant().plus(CLOCK_SKEW_MAX))
          || now.isBefore(chain[0].getNotBefore().toInstant().minus(CLOCK_SKEW_MAX))) {
        throw new CertificateException(
            "The certificate is valid from "
                + chain[0].getNotBefore().toInstant()
                + " to "
                + chain[0].getNotAfter().toInstant());
      }
      return NodeCertificate.identify(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("Only engines are used here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("Only engines are used here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("Only engines are used here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("Only engines are used here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
