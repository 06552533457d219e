package mutual.pages;

import gg.jte.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pages of one process have in common: whose they are, and where they lead.
 *
 * @param name shown at the top left and in every title
 * @param tools stands at the top right, such as a form to log out
 */
public record Site(String name, Accent accent, List<Link> navigation, @Nullable Content tools) {
  public Site {
    navigation = List.copyOf(navigation);
  }

  public static Site of(String name, Accent accent, Link... navigation) {
    return new Site(name, accent, List.of(navigation), null);
  }

  public Site withTools(Content tools) {
    return new Site(name, accent, navigation, tools);
  }

  /** One place that the navigation leads to. */
  public record Link(String text, String path) {}
}
