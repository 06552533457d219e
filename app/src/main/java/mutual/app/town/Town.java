package mutual.app.town;

import java.util.List;
import mutual.middleware.NodeId;

/**
 * What the demo's page shows.
 *
 * @param links who is connected to whom; the asking end first
 * @param cards to be put into machines
 * @param operator for both banks' operator pages
 */
public record Town(List<Member> members, List<Link> links, List<DemoCard> cards, Login operator) {
  public Town {
    members = List.copyOf(members);
    links = List.copyOf(links);
    cards = List.copyOf(cards);
  }

  /** A connection between two members. */
  public record Link(NodeId from, NodeId to) {}

  /** A card of the demo, with its PIN, which is known to everybody, and the account it draws on. */
  public record DemoCard(String holder, String bank, String number, String pin, String account) {}

  /** A login of the demo, known to everybody. */
  public record Login(String name, String password) {}
}
