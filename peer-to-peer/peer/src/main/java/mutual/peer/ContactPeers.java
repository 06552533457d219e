package mutual.peer;

import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mutual.files.engine.Audience;
import mutual.files.engine.PrivatePeers;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import mutual.overlay.LinkState;
import mutual.overlay.Overlay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the book of contacts and the links to them tell the content engine. */
final class ContactPeers implements PrivatePeers {
  /** How long a contact's content port is believed to be what it was. */
  static final Duration PORT_KEPT = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(ContactPeers.class);

  private record Told(String host, int port, Instant at) {}

  private final Overlay overlay;
  private final ContactQuestions questions;
  private final Clock clock;
  private final Map<NodeId, Told> ports = new ConcurrentHashMap<>();

  ContactPeers(Overlay overlay, ContactQuestions questions, Clock clock) {
    this.overlay = overlay;
    this.questions = questions;
    this.clock = clock;
  }

  @Override
  public boolean admits(Audience audience, NodeId peer) {
    Optional<Contact> contact = overlay.contacts().find(peer);
    return contact.isPresent()
        && (audience.everyone()
            || audience.contacts()
            || audience.peers().contains(peer)
            || !Collections.disjoint(audience.groups(), contact.get().groups()));
  }

  @Override
  public List<InetSocketAddress> find(NodeId provider) {
    if (!(overlay.links().state(provider).orElse(null) instanceof LinkState.Reachable link)) {
      ports.remove(provider);
      return List.of();
    }
    String host = link.at().host();
    Told known = ports.get(provider);
    if (known == null
        || !known.host.equals(host)
        || Duration.between(known.at, clock.instant()).compareTo(PORT_KEPT) > 0) {
      try {
        known = new Told(host, questions.ask(provider).offers().getContentPort(), clock.instant());
      } catch (StatusRuntimeException e) {
        LOG.debug("{} does not say where its content is", provider.shortText(), e);
        ports.remove(provider);
        return List.of();
      }
      ports.put(provider, known);
    }
    boolean listens = known.port > 0 && known.port <= 65_535;
    return listens ? List.of(new InetSocketAddress(host, known.port)) : List.of();
  }
}
