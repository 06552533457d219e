package mutual.files.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mutual.files.swarm.SwarmPeer;
import mutual.files.wire.ExtensionHandshake;
import mutual.files.wire.Handshake;
import mutual.files.wire.MessageWriter;
import mutual.files.wire.PeerMessage;
import org.jspecify.annotations.Nullable;

/**
 * A connection with one member of a share's swarm, after both handshakes.
 *
 * <p>Two virtual threads serve it: one reads and hands everything to the session, which decides
 * under its lock; the other writes what waits here. Neither holds a lock while it waits for the
 * network.
 */
final class PeerConnection {
  /** Messages that wait for a peer that does not read; beyond that it is left. */
  static final int QUEUE_MAX = 30_000;

  /** Messages kept from before the content's description is known; beyond that it is left. */
  static final int EARLY_MAX = 20_000;

  /** A peer that has said nothing for so long is left. */
  static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(180);

  /** A peer that takes nothing for so long is left. */
  static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(60);

  static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(90);

  /** Requests that a peer is believed to take at once until it says more. */
  static final int REQUESTS_DEFAULT = 250;

  final Carrier carrier;
  final Handshake hello;
  final boolean incoming;

  final long madeNanos = System.nanoTime();

  /** Where it was dialled; empty if it has called. */
  final Optional<InetSocketAddress> dialled;

  // ---- guarded by the session's lock
  @Nullable SwarmPeer peer;
  @Nullable ExtensionHandshake extensions;
  final List<PeerMessage> early = new ArrayList<>();
  final Set<InetSocketAddress> toldOfPeers = new HashSet<>();
  long toldOfPeersNanos;
  boolean toldOfMembers;

  /** Whether it takes a place among contacts. */
  boolean contact;

  int descriptionFailures;
  boolean refusesDescription;
  int hashAsks;
  boolean refusesHashes;
  int answersWaiting;
  final SystemBuffer sending = new SystemBuffer();
  final SystemBuffer receiving = new SystemBuffer();

  // ---- the writer's
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ready = lock.newCondition();
  private final ArrayDeque<PeerMessage> queue = new ArrayDeque<>();
  private boolean uploads;

  private volatile boolean closed;
  private volatile String reason = "";
  volatile long heardNanos = System.nanoTime();

  /** When the write that is under way began; 0 if none is. */
  volatile long writingNanos;

  PeerConnection(
      Carrier carrier, Handshake hello, boolean incoming, Optional<InetSocketAddress> dialled) {
    this.carrier = carrier;
    this.hello = hello;
    this.incoming = incoming;
    this.dialled = dialled;
  }

  void start(ShareSession session) {
    Thread.ofVirtual().name("peer-write").start(new PeerWriter(this, session));
    Thread.ofVirtual().name("peer-read").start(new PeerReader(this, session));
  }

  /** Queues a message; never waits. */
  void send(PeerMessage message) {
    lock.lock();
    try {
      if (queue.size() >= QUEUE_MAX) {
        close("it does not read what it is told");
        return;
      }
      queue.add(message);
      ready.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Says that the swarm has blocks for this peer. */
  void uploadsWait() {
    lock.lock();
    try {
      uploads = true;
      ready.signal();
    } finally {
      lock.unlock();
    }
  }

  void noUploads() {
    lock.lock();
    try {
      uploads = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is something to write.
   *
   * @return whether there is; false once the connection is closed
   */
  boolean awaitWork(ShareSession session) throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        long pause = uploads ? session.uploadWaitNanos() : KEEP_ALIVE_NANOS;
        if (!queue.isEmpty() || pause <= 0) {
          return true;
        }
        if (ready.awaitNanos(pause) <= 0 && !uploads) {
          queue.add(new PeerMessage.KeepAlive());
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Puts as many of the waiting messages into the buffer as fit. */
  void fill(ByteBuffer out) {
    lock.lock();
    try {
      for (PeerMessage next = queue.peek(); next != null; next = queue.peek()) {
        if (MessageWriter.bytes(next) > out.remaining()) {
          return;
        }
        MessageWriter.write(next, out);
        queue.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the swarm has blocks for this peer. */
  boolean uploads() {
    lock.lock();
    try {
      return uploads;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing waits to be written. */
  boolean quiet() {
    lock.lock();
    try {
      return queue.isEmpty() && !uploads;
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    return closed;
  }

  /** Why it was closed; empty while it is open. */
  String reason() {
    return reason;
  }

  /** Ends the connection; the session hears of it by its reader. */
  void close(String why) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      reason = why;
      ready.signalAll();
    } finally {
      lock.unlock();
    }
    carrier.close();
  }

  /** Where others can reach it: where it was dialled, or its host at the port it says. */
  Optional<InetSocketAddress> listening() {
    if (dialled.isPresent()) {
      return dialled;
    }
    ExtensionHandshake said = extensions;
    return said == null || said.port().isEmpty()
        ? Optional.empty()
        : Optional.of(new InetSocketAddress(carrier.remote().getAddress(), said.port().getAsInt()));
  }

  /** The number under which it takes messages of an extension; 0 if it does not. */
  int extension(String name) {
    ExtensionHandshake said = extensions;
    return said == null ? 0 : said.ids().getOrDefault(name, 0);
  }

  /** What its program is called. */
  String client() {
    ExtensionHandshake said = extensions;
    return said == null
        ? hello.peerId().client()
        : said.client().orElseGet(() -> hello.peerId().client());
  }

  /** Keeps a message until it can be understood. */
  void keep(PeerMessage message) {
    if (early.size() >= EARLY_MAX) {
      close("it says too much before the content is known");
      return;
    }
    early.add(
        switch (message) {
          case PeerMessage.Bitfield(ByteBuffer bits) -> {
            ByteBuffer copy = ByteBuffer.allocate(bits.remaining());
            yield new PeerMessage.Bitfield(copy.put(bits.duplicate()).flip());
          }
          default -> message;
        });
  }

  void closeAfter(IOException e) {
    close(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }

  @Override
  public String toString() {
    return client() + " at " + carrier.remote();
  }
}
