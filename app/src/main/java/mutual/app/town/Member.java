package mutual.app.town;

import java.util.Locale;
import java.util.function.Supplier;
import mutual.middleware.NodeId;

/**
 * A node of the town.
 *
 * @param page where people meet it: a bank's operator page, a machine's screen, a peer's dashboard
 * @param docs where its API is described; empty if it has none
 * @param standing asked anew whenever the page is drawn
 */
public record Member(
    String name, Role role, NodeId id, String page, String docs, Supplier<Standing> standing) {
  public enum Role {
    BANK,
    MACHINE,
    PEER;

    /** The accent's name in style sheets. */
    public String accent() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
