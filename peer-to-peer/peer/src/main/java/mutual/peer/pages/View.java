package mutual.peer.pages;

import gg.jte.Content;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one page shows, from top to bottom.
 *
 * @param section the navigation's entry it belongs to
 */
record View(String title, String section, List<Part> parts) {
  View {
    parts = List.copyOf(parts);
  }

  static View of(String title, String section) {
    return new View(title, section, List.of());
  }

  /** And then something that stays as it is under the reader's hands. */
  View still(Content content) {
    return with(new Part(null, content));
  }

  /** And then something that is kept up to date. */
  View live(String id, Content content) {
    return with(new Part(id, content));
  }

  private View with(Part part) {
    List<Part> more = new ArrayList<>(parts);
    more.add(part);
    return new View(title, section, more);
  }

  boolean isLive() {
    return parts.stream().anyMatch(part -> part.id() != null);
  }

  /** All of the page. */
  Content whole() {
    return output -> parts.forEach(part -> part.content().writeTo(output));
  }

  /** What an event stream sends. */
  Content livePart() {
    return output ->
        parts.stream()
            .filter(part -> part.id() != null)
            .forEach(part -> part.content().writeTo(output));
  }

  /**
   * A piece of a page.
   *
   * @param id of its element, by which a fragment finds it; null if it never changes
   */
  record Part(@Nullable String id, Content content) {
    Part(@Nullable String id, Content content) {
      this.id = id;
      this.content = id == null ? content : wrapped(id, content);
    }

    private static Content wrapped(String id, Content content) {
      return output -> {
        output.writeContent("<div class=\"stack\" id=\"" + id + "\">");
        content.writeTo(output);
        output.writeContent("</div>");
      };
    }
  }
}
