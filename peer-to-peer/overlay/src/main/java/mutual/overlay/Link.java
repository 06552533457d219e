package mutual.overlay;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import mutual.contracts.peer.v1.ContactsGrpc;
import mutual.contracts.peer.v1.GreetRequest;
import mutual.contracts.peer.v1.GreetResponse;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one contact reachable: tries its addresses side by side, greets it at the first that
 * accepts and that proves the contact's key, and greets it again now and then. A virtual thread of
 * its own does so.
 *
 * <p>Addresses that the contact has signed are kept apart from rumours, so that nobody can crowd
 * them out by announcing others.
 */
final class Link {
  /** Rumoured addresses kept; the oldest makes room. */
  static final int RUMOURS_MAX = 8;

  static final Duration GREETING_TIMEOUT = Duration.ofSeconds(5);
  static final Duration GREETED_EVERY = Duration.ofSeconds(45);
  static final Duration PAUSE_MIN = Duration.ofSeconds(1);
  static final Duration PAUSE_MAX = Duration.ofMinutes(5);

  private final NodeId node;
  private final PeerLinks links;
  private final Semaphore news = new Semaphore(0);
  private final Map<NodeAddress, LinkState.Source> rumours = new LinkedHashMap<>();
  private volatile LinkState state;
  private volatile boolean closed;

  private Link(NodeId node, PeerLinks links) {
    this.node = node;
    this.links = links;
    this.state = new LinkState.Searching(links.clock().instant());
  }

  static Link start(NodeId node, PeerLinks links) {
    Link link = new Link(node, links);
    Thread.ofVirtual().name("link-" + node.shortText()).start(link::run);
    return link;
  }

  LinkState state() {
    return state;
  }

  void close() {
    closed = true;
    news.release();
  }

  /** Something may have changed: look again now. */
  void hurry() {
    news.release();
  }

  /** There is something new to try, if the contact is not reachable anyway. */
  void news() {
    if (!(state instanceof LinkState.Reachable)) {
      news.release();
    }
  }

  void rumour(LinkState.Source source, List<NodeAddress> addresses) {
    boolean fresh = false;
    synchronized (rumours) {
      for (NodeAddress address : addresses) {
        fresh |= rumours.remove(address) == null;
        rumours.put(address, source);
        if (rumours.size() > RUMOURS_MAX) {
          rumours.remove(rumours.keySet().iterator().next());
        }
      }
    }
    if (fresh) {
      news();
    }
  }

  private Map<NodeAddress, LinkState.Source> candidates() {
    Map<NodeAddress, LinkState.Source> candidates = new LinkedHashMap<>();
    if (state instanceof LinkState.Reachable(NodeAddress at, LinkState.Source how, Instant _)) {
      candidates.put(at, how);
    }
    synchronized (rumours) {
      rumours.forEach(
          (address, source) -> {
            if (source == LinkState.Source.LAN) {
              candidates.put(address, source);
            }
          });
      links
          .record(node)
          .filter(record -> record.isCurrent(links.clock().millis()))
          .ifPresent(
              record ->
                  record
                      .addresses()
                      .forEach(a -> candidates.putIfAbsent(a, LinkState.Source.RECORD)));
      rumours.forEach(candidates::putIfAbsent);
    }
    return candidates;
  }

  private void run() {
    Duration pause = PAUSE_MIN;
    try {
      while (!closed) {
        boolean reached = stillThere() || tryAll(pause);
        if (reached) {
          pause = PAUSE_MIN;
        } else {
          links.find(node);
        }
        Duration wait = reached ? GREETED_EVERY : pause;
        if (news.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          pause = PAUSE_MIN;
        } else if (!reached) {
          pause = pause.multipliedBy(2);
          pause = pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
        }
        int _ = news.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Greets the contact where it was last, if anything still listens there. */
  private boolean stillThere() throws InterruptedException {
    return state instanceof LinkState.Reachable(NodeAddress at, LinkState.Source how, Instant _)
        && links.dialer().dial(List.of(at)).take().connected()
        && greet(at, how) == null;
  }

  /** Connects to all addresses at once and greets the contact wherever something accepts. */
  private boolean tryAll(Duration pause) throws InterruptedException {
    Map<NodeAddress, LinkState.Source> candidates = candidates();
    BlockingQueue<Dialer.Try> ended = links.dialer().dial(candidates.keySet());
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < candidates.size() && !closed; i++) {
      Dialer.Try one = ended.take();
      String failure = one.failure();
      if (one.connected()) {
        @Nullable String refusal =
            greet(one.address(), candidates.getOrDefault(one.address(), LinkState.Source.RECORD));
        if (refusal == null) {
          return true;
        }
        failure = refusal;
      }
      failures.add(one.address() + ": " + failure);
    }
    unreachable(
        candidates.isEmpty() ? "No address of it is known yet" : String.join("; ", failures),
        pause);
    return false;
  }

  /** Greets the contact at an address; null if it answered, else why not. */
  private @Nullable String greet(NodeAddress address, LinkState.Source how) {
    links.directory().put(node, List.of(address));
    // What failed at other addresses, where a stranger may have answered, says nothing of this one.
    links.client().forgetFailures(node);
    try {
      GreetResponse answer =
          links
              .client()
              .stub(node, ContactsGrpc::newBlockingStub)
              .withDeadlineAfter(GREETING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
              .greet(
                  GreetRequest.newBuilder().setAddresses(links.own().current().signed()).build());
      reached(address, how);
      AddressRecord.read(answer.getAddresses())
          .filter(record -> record.node().equals(node))
          .ifPresent(links::heard);
      AddressRecord.read(answer.getAddressesOfCaller()).ifPresent(links.own()::check);
      return null;
    } catch (StatusRuntimeException e) {
      String reason = e.getStatus().getDescription();
      return reason == null ? e.getStatus().getCode().name() : reason;
    }
  }

  private void reached(NodeAddress address, LinkState.Source how) {
    if (closed) {
      links.directory().put(node, List.of());
      return;
    }
    List<NodeAddress> others = new ArrayList<>(candidates().keySet());
    others.remove(address);
    others.addFirst(address);
    links.directory().put(node, others);
    if (!(state instanceof LinkState.Reachable known) || !known.at().equals(address)) {
      state = new LinkState.Reachable(address, how, links.clock().instant());
      links.changed();
    }
    links.answered(node);
  }

  private void unreachable(String reason, Duration pause) {
    Instant now = links.clock().instant();
    Instant since = state instanceof LinkState.Unreachable known ? known.since() : now;
    state = new LinkState.Unreachable(reason, since, now.plus(pause));
    links.changed();
  }
}
