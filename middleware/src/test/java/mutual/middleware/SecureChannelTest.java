package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.ReferenceCounted;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SecureChannelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Identity server = Identity.ephemeral();
  private final Identity client = Identity.ephemeral();
  private final BulkPort port = new BulkPort(server);

  SecureChannelTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    port.close();
  }

  private SecureChannel connect(Identity self, NodeId expected, Duration timeout) throws Exception {
    return SecureChannel.connect(self, expected, SocketChannel.open(port.address()), timeout);
  }

  private SecureChannel connect() throws Exception {
    return connect(client, server.id(), PATIENCE);
  }

  private static void end(SecureChannel channel) throws IOException {
    channel.close();
  }

  private static void write(SecureChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String read(SecureChannel channel, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      assertThat(channel.read(buffer)).isPositive();
    }
    return new String(buffer.array(), StandardCharsets.US_ASCII);
  }

  @Test
  void carriesBytesBothWaysAndSaysWhoIsThere() throws Exception {
    try (SecureChannel here = connect();
        SecureChannel there = port.accepted()) {
      assertThat(here.peer()).isEqualTo(server.id());
      assertThat(there.peer()).isEqualTo(client.id());
      write(here, "question");
      assertThat(read(there, 3)).isEqualTo("que");
      assertThat(read(there, 5)).isEqualTo("stion");
      there.write(ByteBuffer.wrap(new byte[] {'a'}), ByteBuffer.wrap(new byte[] {'b', 'c'}));
      assertThat(read(here, 3)).isEqualTo("abc");
      assertThat(here.read(ByteBuffer.allocate(0))).isZero();
      end(here);
      assertThat(there.read(ByteBuffer.allocate(9))).isEqualTo(-1);
      assertThat(there.read(ByteBuffer.allocate(9))).isEqualTo(-1);
      assertThatThrownBy(() -> write(there, "x"))
          .isInstanceOf(IOException.class)
          .hasMessage("The connection has ended");
      assertThatThrownBy(() -> write(here, "x")).isInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(() -> here.read(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void losesNothingThatWasWrittenBeforeTheEnd() throws Exception {
    byte[] content = new byte[3_000_000];
    new Random(7).nextBytes(content);
    for (int round = 0; round < 20; round++) {
      try (SecureChannel here = connect();
          SecureChannel there = port.accepted()) {
        there.write(ByteBuffer.allocate(1000)); // Never read.
        CompletableFuture<Void> closed =
            Async.run(
                () -> {
                  here.write(ByteBuffer.wrap(content));
                  end(here);
                });
        ByteBuffer received = ByteBuffer.allocate(content.length + 1);
        while (there.read(received) >= 0) {}
        assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(content));
        closed.get();
      }
    }
  }

  @Test
  void refusesAnotherKeyBeforeItSendsAnything() throws Exception {
    Identity other = Identity.ephemeral();
    assertThatThrownBy(() -> connect(client, other.id(), PATIENCE))
        .isInstanceOf(WrongNodeException.class)
        .hasMessageContaining(server.id().toString());
    assertThat(port.failure()).isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void tellsThePeerOfAResumedSession() throws Exception {
    Identity second = Identity.ephemeral();
    for (int round = 0; round < 6; round++) {
      Identity who = round % 3 == 2 ? second : client;
      try (SecureChannel here = connect(who, server.id(), PATIENCE);
          SecureChannel there = port.accepted()) {
        assertThat(there.peer()).isEqualTo(who.id());
        assertThat(here.peer()).isEqualTo(server.id());
        boolean resumed = here.session().getValue("mark") != null;
        assertThat(resumed).as("round " + round).isEqualTo(round != 0 && round != 2);
        here.session().putValue("mark", round);
        write(there, "x"); // The session's ticket comes before it.
        assertThat(read(here, 1)).isEqualTo("x");
      }
    }
  }

  private SSLSocket jdk(@Nullable Identity who, String protocol) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            Tls.context(who)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port.address().getPort());
    socket.setSoTimeout(20_000);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    return socket;
  }

  @Test
  void refusesWhoShowsNoCertificateOrSpeaksAnotherProtocol() throws Exception {
    try (SSLSocket nobody = jdk(null, BulkTls.PROTOCOL)) {
      // Says nothing more: what a closed end has not read would make it reset the connection.
      nobody.startHandshake();
      assertThatThrownBy(() -> nobody.getInputStream().read()).isInstanceOf(SSLException.class);
    }
    assertThat(port.failure())
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("The peer cannot be talked to");
    try (SSLSocket other = jdk(client, "h2")) {
      other.startHandshake();
      assertThat(port.failure()).hasMessageContaining("does not speak mutual-bulk/1");
    }
    try (NodeServer node = NodeServer.builder(server).start()) {
      SocketChannel open =
          SocketChannel.open(
              new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), node.nodePort()));
      assertThatThrownBy(() -> SecureChannel.connect(client, server.id(), open, PATIENCE))
          .isInstanceOf(SSLHandshakeException.class);
      assertThat(open.isOpen()).isFalse();
    }
  }

  @Test
  void talksToAnotherTlsThatRenewsItsKeys() throws Exception {
    try (SSLSocket socket = jdk(client, BulkTls.PROTOCOL)) {
      socket.startHandshake();
      try (SecureChannel there = port.accepted()) {
        assertThat(there.peer()).isEqualTo(client.id());
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        assertThat(NodeCertificate.identify(shown)).isEqualTo(server.id());
        for (int round = 0; round < 3; round++) {
          socket.startHandshake(); // In TLS 1.3 that is a KeyUpdate which asks for one in return.
          socket.getOutputStream().write("ping".getBytes(StandardCharsets.US_ASCII));
          assertThat(read(there, 4)).isEqualTo("ping");
          write(there, "pong");
          assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("pong");
        }
      }
    }
  }

  @Test
  void refusesGarbageAndWhatIsCutOff() throws Exception {
    for (String garbage :
        new String[] {
          "GET / HTTP/1.1\r\n\r\n",
          "\u0016\u0003\u0001\u0000\u0005hello",
          "\u0016\u0003\u0003G\u0000a record of more than there may be"
        }) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.address().getPort())) {
        socket.getOutputStream().write(garbage.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(port.failure()).as(garbage).isInstanceOf(SSLHandshakeException.class);
      }
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.address().getPort())) {
      socket.getOutputStream().write(new byte[] {0x16, 3, 1});
      socket.shutdownOutput();
      assertThat(port.failure())
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("broke off");
    }
  }

  @Test
  void refusesRecordsThatNobodySealedAndTooLargeOnesAndMissingEnds() throws Exception {
    byte[] forged = new byte[60];
    forged[0] = 0x17;
    forged[1] = 3;
    forged[2] = 3;
    forged[4] = 55;
    byte[] oversized = {0x17, 3, 3, (byte) 0xff, (byte) 0xff, 1, 2, 3};
    for (byte[] record : new byte[][] {forged, oversized}) {
      SocketChannel raw = SocketChannel.open(port.address());
      try (SecureChannel here = SecureChannel.connect(client, server.id(), raw, PATIENCE);
          SecureChannel there = port.accepted()) {
        write(here, "ok");
        assertThat(read(there, 2)).isEqualTo("ok");
        raw.write(ByteBuffer.wrap(record));
        for (int again = 0; again < 2; again++) {
          assertThatThrownBy(() -> there.read(ByteBuffer.allocateDirect(100_000)))
              .isInstanceOf(SSLException.class);
        }
      }
    }
    SocketChannel raw = SocketChannel.open(port.address());
    try (SecureChannel here = SecureChannel.connect(client, server.id(), raw, PATIENCE);
        SecureChannel there = port.accepted()) {
      write(here, "ok");
      raw.write(ByteBuffer.wrap(oversized, 0, 3));
      raw.close();
      assertThat(read(there, 2)).isEqualTo("ok");
      assertThatThrownBy(() -> there.read(ByteBuffer.allocate(9))).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void closingWakesWhoWaitsInARead() throws Exception {
    try (SecureChannel here = connect();
        SecureChannel there = port.accepted()) {
      CompletableFuture<Void> reader = Async.run(() -> here.read(ByteBuffer.allocate(1)));
      Await.until(here::someoneReads);
      end(here);
      assertThat(Async.failure(reader)).isInstanceOf(ClosedChannelException.class);
      assertThat(there.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void closingDoesNotWaitForAWriteThatNobodyTakes() throws Exception {
    try (SecureChannel here = connect();
        SecureChannel there = port.accepted()) {
      CompletableFuture<Void> writer =
          Async.run(() -> here.write(ByteBuffer.allocateDirect(64 << 20)));
      CompletableFuture<Void> reader = Async.run(() -> here.read(ByteBuffer.allocate(1)));
      Await.until(() -> here.someoneReads() && here.someoneWrites());
      end(here);
      assertThat(Async.failure(writer)).isInstanceOf(ClosedChannelException.class);
      assertThat(Async.failure(reader)).isInstanceOf(ClosedChannelException.class);
      ByteBuffer sink = ByteBuffer.allocateDirect(1 << 20);
      assertThatThrownBy(
              () -> {
                while (there.read(sink.clear()) >= 0) {}
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void doesNotWaitForeverForAHandshake() throws Exception {
    port.timeout(Duration.ofMillis(300));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.address().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(new byte[] {0x16, 3, 1, 1, 0});
      CountDownLatch never = new CountDownLatch(1);
      CompletableFuture<Void> trickle =
          Async.run(
              () -> {
                while (true) {
                  out.write(0);
                  boolean _ = never.await(20, TimeUnit.MILLISECONDS); // The pace of a trickle.
                }
              });
      assertThat(port.failure())
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("The TLS handshake took longer than 300 ms");
      assertThat(Async.failure(trickle)).isInstanceOf(IOException.class);
    }
    try (java.nio.channels.ServerSocketChannel silent = BulkPort.listen()) {
      SocketChannel open = SocketChannel.open(silent.getLocalAddress());
      assertThatThrownBy(
              () -> SecureChannel.connect(client, server.id(), open, Duration.ofMillis(100)))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(open.isOpen()).isFalse();
    }
  }

  @Test
  void takesOverWhatTheListenerHasRead() throws Exception {
    port.peekBytes(100);
    try (SecureChannel here = connect();
        SecureChannel there = port.accepted()) {
      write(here, "ok");
      assertThat(read(there, 2)).isEqualTo("ok");
    }
  }

  @Test
  void aThousandConnectionsLeaveNothingBehind() throws Exception {
    for (int round = 0; round < 1000; round++) {
      SecureChannel here = connect();
      SecureChannel there = port.accepted();
      if (round % 3 == 0) {
        there.write(ByteBuffer.allocate(40_000));
        here.read(ByteBuffer.allocate(1)); // The rest of the record stays there.
      }
      (round % 2 == 0 ? here : there).close();
      here.close();
      there.close();
    }
    for (Identity identity : new Identity[] {client, server}) {
      // Every engine holds its context for as long as it lives.
      assertThat(((ReferenceCounted) identity.bulkTls().clients()).refCnt()).isEqualTo(1);
      assertThat(((ReferenceCounted) identity.bulkTls().servers()).refCnt()).isEqualTo(1);
    }
  }
}
