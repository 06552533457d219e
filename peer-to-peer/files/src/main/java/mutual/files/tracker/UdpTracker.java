package mutual.files.tracker;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Announces over UDP (BEP 15), with a socket of its own for each announce. */
final class UdpTracker {
  private final TrackerTimeouts timeouts;
  private final RandomGenerator random;

  /**
   * @param random hard to guess, since transaction numbers are what a forger has to know
   */
  UdpTracker(TrackerTimeouts timeouts, RandomGenerator random) {
    this.timeouts = timeouts;
    this.random = random;
  }

  TrackerAnswer announce(TrackerUrl url, Announce announce)
      throws TrackerException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeouts.udpMillisMax());
    String why = "it has no address";
    for (InetAddress address : addresses(url)) {
      boolean six = address instanceof Inet6Address;
      try (DatagramChannel channel = DatagramChannel.open()) {
        // A connected socket takes datagrams from there only, and is told if nobody listens there.
        channel.connect(new InetSocketAddress(address, url.port()));
        Exchange exchange = new Exchange(channel, deadline);
        long connection = UdpAnnounce.connection(exchange.connect());
        ByteBuffer answer = exchange.announce(connection, announce, url.pathAndQuery());
        return UdpAnnounce.peers(answer, six);
      } catch (ClosedByInterruptException e) {
        boolean _ = Thread.interrupted();
        throw new InterruptedException();
      } catch (PortUnreachableException e) {
        why = "nobody listens there";
      } catch (IOException e) {
        // A host that has no way to the one address may have one to the other.
        why = String.valueOf(e.getMessage());
      }
    }
    throw TrackerException.unreachable("The tracker cannot be reached: " + why + ".");
  }

  /** The first of each family, IPv4 before IPv6. */
  private static List<InetAddress> addresses(TrackerUrl url) throws TrackerException {
    try {
      List<InetAddress> all = List.of(InetAddress.getAllByName(url.host()));
      Optional<InetAddress> four = all.stream().filter(Inet4Address.class::isInstance).findFirst();
      Optional<InetAddress> six = all.stream().filter(Inet6Address.class::isInstance).findFirst();
      return Stream.of(four, six).flatMap(Optional::stream).toList();
    } catch (UnknownHostException e) {
      throw TrackerException.unreachable("There is no host named " + url.host() + ".");
    }
  }

  /** Requests on one socket until a common deadline. */
  private final class Exchange {
    private final DatagramChannel channel;
    private final long deadline;
    private final ByteBuffer in = ByteBuffer.allocate(UdpAnnounce.ANSWER_BYTES_MAX);

    Exchange(DatagramChannel channel, long deadline) {
      this.channel = channel;
      this.deadline = deadline;
    }

    ByteBuffer connect() throws IOException, TrackerException {
      int transaction = random.nextInt();
      return ask(UdpAnnounce.connect(transaction), UdpAnnounce.CONNECT, transaction);
    }

    ByteBuffer announce(long connection, Announce announce, String path)
        throws IOException, TrackerException {
      int transaction = random.nextInt();
      byte[] request = UdpAnnounce.announce(connection, transaction, announce, path);
      return ask(request, UdpAnnounce.ANNOUNCE, transaction);
    }

    private ByteBuffer ask(byte[] request, int action, int transaction)
        throws IOException, TrackerException {
      long waitNanos = TimeUnit.MILLISECONDS.toNanos(timeouts.udpFirstMillis());
      while (System.nanoTime() < deadline) {
        channel.write(ByteBuffer.wrap(request));
        long until = Math.min(deadline, System.nanoTime() + waitNanos);
        @Nullable ByteBuffer answer = await(until, action, transaction);
        if (answer != null) {
          return answer;
        }
        waitNanos *= 2;
      }
      throw TrackerException.timedOut("The tracker did not answer in time.");
    }

    private @Nullable ByteBuffer await(long until, int action, int transaction)
        throws IOException, TrackerException {
      DatagramPacket packet = new DatagramPacket(in.array(), in.capacity());
      for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
        channel.socket().setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(left) + 1);
        try {
          packet.setLength(in.capacity());
          channel.socket().receive(packet);
        } catch (SocketTimeoutException e) {
          return null;
        }
        in.clear().limit(packet.getLength());
        @Nullable ByteBuffer answer = UdpAnnounce.answer(in, action, transaction);
        if (answer != null) {
          return answer;
        }
      }
      return null;
    }
  }
}
