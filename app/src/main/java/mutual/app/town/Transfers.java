package mutual.app.town;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flows of content that go on from one second to the next, each added up until it ends. */
final class Transfers {
  private Map<Town.Link, Long> running = Map.of();

  /** Adds what has flowed; what has not flowed again has ended and is told. */
  List<Peers.Flow> add(List<Peers.Flow> flows) {
    Map<Town.Link, Long> now = new LinkedHashMap<>();
    for (Peers.Flow flow : flows) {
      Town.Link way = new Town.Link(flow.from(), flow.to());
      now.merge(way, flow.bytes() + running.getOrDefault(way, 0L), Math::max);
    }
    List<Peers.Flow> ended = new ArrayList<>();
    running.forEach(
        (way, bytes) -> {
          if (!now.containsKey(way)) {
            ended.add(new Peers.Flow(way.from(), way.to(), bytes));
          }
        });
    running = now;
    return ended;
  }
}
