package mutual.overlay.dht;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BString;

/**
 * One search for the nodes nearest to an id (BEP 5): the nearest known ones are asked, a few at a
 * time, for nearer ones, until the nearest {@value RoutingTable#BUCKET_NODES} have answered.
 *
 * <p>A node that is slow to answer lets the next be asked, but its late answer still counts. Of
 * nodes with the same global address only one is asked, so that nobody surrounds an id with one
 * machine.
 */
final class Lookup {
  /** Queries under way at a time, slow ones not counted. */
  static final int PARALLEL_MAX = 4;

  /** Queries of one lookup in all. */
  static final int QUERIES_MAX = 96;

  /** Nodes remembered that have not been asked yet. */
  static final int CANDIDATES_MAX = 160;

  /** What a lookup asks with, and who hears what it finds. */
  interface Purpose {
    String method();

    BDictionary.Builder arguments();

    /** Hears each answer. */
    void answered(InetSocketAddress from, KrpcMessage.Response response);

    /** Hears, once, the nearest nodes that answered. */
    void done(List<Holder> nearest);
  }

  /** A node that answered, and the token with which something may be stored there. */
  record Holder(DhtContact node, Optional<BString> token) {}

  private enum State {
    NEW,
    ASKED,
    SLOW,
    ANSWERED,
    FAILED
  }

  private static final class Candidate {
    final DhtContact node;
    State state = State.NEW;
    Optional<BString> token = Optional.empty();

    Candidate(DhtContact node) {
      this.node = node;
    }
  }

  private final DhtCore core;
  private final AddressFamily family;
  private final Purpose purpose;
  private final TreeMap<DhtId, Candidate> candidates;
  private final Set<Object> parties = new HashSet<>();
  private final Deque<InetSocketAddress> seeds = new ArrayDeque<>();
  private int asked;
  private int fast;
  private int slow;
  private boolean finished;

  Lookup(
      DhtCore core,
      AddressFamily family,
      DhtId target,
      Purpose purpose,
      List<InetSocketAddress> seeds) {
    this.core = core;
    this.family = family;
    this.purpose = purpose;
    this.candidates = new TreeMap<>(target::compareDistances);
    core.table(family).nearest(target, 2 * RoutingTable.BUCKET_NODES).forEach(this::offer);
    if (candidates.size() < RoutingTable.BUCKET_NODES) {
      this.seeds.addAll(seeds);
    }
  }

  boolean finished() {
    return finished;
  }

  private void offer(DhtContact node) {
    if (node.family() != family
        || node.id().equals(core.table(family).own())
        || candidates.containsKey(node.id())
        || !core.mayBeAsked(node.address())
        || !parties.add(party(node.address()))) {
      return;
    }
    candidates.put(node.id(), new Candidate(node));
    if (candidates.size() > CANDIDATES_MAX
        && candidates.lastEntry().getValue().state == State.NEW) {
      parties.remove(party(candidates.pollLastEntry().getValue().node.address()));
    }
  }

  private static Object party(InetSocketAddress address) {
    return Reach.isGlobal(address.getAddress())
        ? (Object) Reach.party(address.getAddress())
        : address;
  }

  /** Asks whom there is to ask now; ends the lookup when there is nobody left. */
  void step() {
    while (!finished && fast < PARALLEL_MAX && asked < QUERIES_MAX && core.mayQuery()) {
      InetSocketAddress seed = seeds.poll();
      if (seed != null) {
        if (parties.add(party(seed))) {
          askSeed(seed);
        }
        continue;
      }
      Optional<Candidate> next = next();
      if (next.isEmpty()) {
        break;
      }
      ask(next.get());
    }
    boolean exhausted = asked >= QUERIES_MAX || (seeds.isEmpty() && next().isEmpty());
    if (!finished
        && fast == 0
        && exhausted
        && (slow == 0 || nearest().size() >= RoutingTable.BUCKET_NODES)) {
      finished = true;
      purpose.done(nearest());
    }
  }

  /** The nearest that was not asked, if it is among the nearest that may still answer. */
  private Optional<Candidate> next() {
    int alive = 0;
    for (Candidate candidate : candidates.values()) {
      switch (candidate.state) {
        case NEW -> {
          return Optional.of(candidate);
        }
        case ASKED, ANSWERED -> alive++;
        case SLOW, FAILED -> {}
      }
      if (alive >= RoutingTable.BUCKET_NODES) {
        break;
      }
    }
    return Optional.empty();
  }

  private List<Holder> nearest() {
    List<Holder> nearest = new ArrayList<>();
    for (Candidate candidate : candidates.values()) {
      if (candidate.state == State.ANSWERED && nearest.size() < RoutingTable.BUCKET_NODES) {
        nearest.add(new Holder(candidate.node, candidate.token));
      }
    }
    return nearest;
  }

  private void askSeed(InetSocketAddress seed) {
    asked++;
    fast++;
    core.query(
        seed,
        Optional.empty(),
        purpose.method(),
        purpose.arguments(),
        new DhtCore.Reply() {
          private boolean wasSlow;

          @Override
          public void answered(DhtId id, KrpcMessage.Response response) {
            count(wasSlow);
            if (!candidates.containsKey(id)) {
              Candidate candidate = new Candidate(new DhtContact(id, seed));
              candidates.put(id, candidate);
              take(candidate, response);
            }
            step();
          }

          @Override
          public void slow() {
            wasSlow = true;
            fast--;
            slow++;
            step();
          }

          @Override
          public void failed() {
            count(wasSlow);
            step();
          }
        });
  }

  private void ask(Candidate candidate) {
    asked++;
    fast++;
    candidate.state = State.ASKED;
    core.query(
        candidate.node.address(),
        Optional.of(candidate.node.id()),
        purpose.method(),
        purpose.arguments(),
        new DhtCore.Reply() {
          @Override
          public void answered(DhtId id, KrpcMessage.Response response) {
            count(candidate.state == State.SLOW);
            take(candidate, response);
            step();
          }

          @Override
          public void slow() {
            candidate.state = State.SLOW;
            fast--;
            slow++;
            step();
          }

          @Override
          public void failed() {
            count(candidate.state == State.SLOW);
            candidate.state = State.FAILED;
            step();
          }
        });
  }

  private void count(boolean wasSlow) {
    if (wasSlow) {
      slow--;
    } else {
      fast--;
    }
  }

  private void take(Candidate candidate, KrpcMessage.Response response) {
    candidate.state = State.ANSWERED;
    candidate.token = response.values().string("token");
    response
        .values()
        .string(family.nodesKey())
        .ifPresent(nodes -> family.unpackNodes(nodes).forEach(this::offer));
    if (!finished) {
      purpose.answered(candidate.node.address(), response);
    }
  }
}
