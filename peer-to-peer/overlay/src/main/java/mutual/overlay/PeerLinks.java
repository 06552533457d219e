package mutual.overlay;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mutual.middleware.Directory;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeClient;
import mutual.middleware.NodeId;

/**
 * Keeps this peer in touch with each of its contacts, so that {@link NodeClient} reaches them by
 * key. Each contact has a {@link Link} of its own; strangers have none, so however many there are,
 * they take nothing from contacts.
 */
public final class PeerLinks implements AutoCloseable {
  /**
   * Looks for a contact's record somewhere else, such as in the DHT; may answer later, or never.
   */
  @FunctionalInterface
  interface Finder {
    void find(NodeId node, Consumer<AddressRecord> found);
  }

  private final ContactBook contacts;
  private final AddressBook records;
  private final OwnAddresses own;
  private final Directory directory;
  private final NodeClient client;
  private final Clock clock;
  private final Dialer dialer = new Dialer();
  private final Map<NodeId, Link> links = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<NodeId>> answerListeners = new CopyOnWriteArrayList<>();

  /** Whoever waits for a link to change waits here. */
  private final Object changes = new Object();

  private volatile Finder finder = (node, found) -> {};
  private volatile boolean open;

  PeerLinks(
      ContactBook contacts,
      AddressBook records,
      OwnAddresses own,
      Directory directory,
      NodeClient client,
      Clock clock) {
    this.contacts = contacts;
    this.records = records;
    this.own = own;
    this.directory = directory;
    this.client = client;
    this.clock = clock;
    contacts.onChange(this::follow);
  }

  void start(Finder newFinder) {
    finder = newFinder;
    open = true;
    follow();
  }

  /** Has a link for each contact and none for others. */
  private synchronized void follow() {
    if (!open) {
      return;
    }
    for (Contact contact : contacts.all()) {
      links.computeIfAbsent(contact.id(), id -> Link.start(id, this));
    }
    for (NodeId node : List.copyOf(links.keySet())) {
      if (contacts.find(node).isEmpty()) {
        Link link = links.remove(node);
        if (link != null) {
          link.close();
          directory.put(node, List.of());
        }
      }
    }
    changed();
  }

  /** How it stands with a contact; empty for others. */
  public Optional<LinkState> state(NodeId contact) {
    return Optional.ofNullable(links.get(contact)).map(Link::state);
  }

  /**
   * Waits until a contact is reachable.
   *
   * @return how it stands with it then, or when the time is over; empty if it is no contact
   */
  public Optional<LinkState> awaitReachable(NodeId contact, Duration atMost)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    synchronized (changes) {
      while (true) {
        Optional<LinkState> now = state(contact);
        long left = deadline - System.nanoTime();
        if (left <= 0 || now.isEmpty() || now.get() instanceof LinkState.Reachable) {
          return now;
        }
        TimeUnit.NANOSECONDS.timedWait(changes, left);
      }
    }
  }

  /** How it stands with each contact. */
  public Map<NodeId, LinkState> states() {
    Map<NodeId, LinkState> states = new LinkedHashMap<>();
    for (Contact contact : contacts.all()) {
      state(contact.id()).ifPresent(state -> states.put(contact.id(), state));
    }
    return states;
  }

  /** Who hears that a contact's state has changed; must not block. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Who hears each time that a contact has answered: when it is found, when it has come back or
   * moved, and now and then while it stays; must not block.
   */
  public void onAnswer(Consumer<NodeId> listener) {
    answerListeners.add(listener);
  }

  /** Tries all that are not reachable again now, and asks all others where they are. */
  public void tryAgain() {
    links.values().forEach(Link::hurry);
  }

  /** A contact's own word on its addresses. */
  void heard(AddressRecord record) {
    own.check(record);
    if (records.offer(record, clock.millis())) {
      Link link = links.get(record.node());
      if (link != null) {
        // It may have moved away from where it is believed to be.
        link.hurry();
      }
    }
  }

  /** Somebody's word on where a contact is. */
  void rumour(NodeId node, LinkState.Source source, List<NodeAddress> addresses) {
    Link link = links.get(node);
    if (link != null) {
      link.rumour(source, addresses);
    }
  }

  Optional<AddressRecord> record(NodeId contact) {
    return records.find(contact);
  }

  // ---- for links
  // ---------------------------------------------------------------------------------

  OwnAddresses own() {
    return own;
  }

  Directory directory() {
    return directory;
  }

  NodeClient client() {
    return client;
  }

  Clock clock() {
    return clock;
  }

  Dialer dialer() {
    return dialer;
  }

  void find(NodeId node) {
    finder.find(node, this::heard);
  }

  void changed() {
    wakeWaiting();
    listeners.forEach(Runnable::run);
  }

  void answered(NodeId contact) {
    answerListeners.forEach(listener -> listener.accept(contact));
  }

  private void wakeWaiting() {
    synchronized (changes) {
      changes.notifyAll();
    }
  }

  @Override
  public synchronized void close() {
    open = false;
    links.values().forEach(Link::close);
    links.clear();
    wakeWaiting();
  }
}
