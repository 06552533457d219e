package mutual.app.town;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import mutual.middleware.NodeId;

/** Peers that do what a test says. */
final class HandMadePeers implements Peers {
  private final List<Member> members = new ArrayList<>();
  private final ConcurrentLinkedQueue<Flow> flows = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pressed = new AtomicInteger();
  private final AtomicInteger tokens = new AtomicInteger();

  void add(String name, NodeId id) {
    Standing standing =
        switch (members.size()) {
          case 0 -> new Standing(true, "Gives 586\u00a0KiB/s", "Shares Harbour");
          case 1 -> new Standing(true, "Shares Bells.wav", "for everyone");
          default ->
              new Standing(true, "Fetches 586\u00a0KiB/s", "34\u00a0%, gives 586\u00a0KiB/s");
        };
    members.add(
        new Member(name, Member.Role.PEER, id, "/peers/" + members.size(), "", () -> standing));
  }

  void flow(Flow flow) {
    flows.add(flow);
  }

  int pressed() {
    return pressed.get();
  }

  @Override
  public List<Member> members() {
    return List.copyOf(members);
  }

  @Override
  public List<Deed> deeds() {
    return List.of(
        new Deed("Cleo fetches Ada's album", () -> pressed.incrementAndGet() > 0),
        new Deed("Ada and Cleo fetch Bob's bells", () -> false));
  }

  @Override
  public Optional<URI> dashboard(int member) {
    String token = members.get(member).name() + "-" + tokens.incrementAndGet();
    return Optional.of(URI.create("http://127.0.0.1:3/?token=" + token));
  }

  @Override
  public List<Flow> flows() {
    Flow next = flows.poll();
    return next == null ? List.of() : List.of(next);
  }
}
