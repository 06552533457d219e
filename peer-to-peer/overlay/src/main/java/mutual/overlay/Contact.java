package mutual.overlay;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import mutual.middleware.NodeId;

/**
 * A peer that the owner of this one knows and has given a name.
 *
 * @param name chosen here, unlike any other contact's; at most {@value #NAME_CHARACTERS_MAX}
 *     characters
 * @param groups names of groups it belongs to
 * @param sinceMillis when it became a contact, milliseconds since 1970
 */
public record Contact(NodeId id, String name, SortedSet<String> groups, long sinceMillis) {
  public static final int NAME_CHARACTERS_MAX = 64;
  public static final int GROUPS_MAX = 32;

  public Contact {
    groups = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(groups));
    checkName(name);
    groups.forEach(Contact::checkName);
    if (groups.size() > GROUPS_MAX) {
      throw new IllegalArgumentException("A contact is in at most " + GROUPS_MAX + " groups");
    }
  }

  /** The same contact in other groups. */
  public Contact withGroups(Collection<String> others) {
    return new Contact(id, name, new TreeSet<>(others), sinceMillis);
  }

  /** The same contact by another name. */
  public Contact withName(String other) {
    return new Contact(id, other, groups, sinceMillis);
  }

  /** Refuses names that are empty, too long, or would not show as they are. */
  static void checkName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "A name has 1 to "
              + NAME_CHARACTERS_MAX
              + " visible characters and no blank at either end");
    }
  }

  /** The nearest name to what a stranger wishes to be called. */
  static String tamed(String wish, NodeId id) {
    String visible =
        wish.codePoints()
            .filter(Contact::isVisible)
            .limit(NAME_CHARACTERS_MAX / 2)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .strip();
    return isName(visible) ? visible : id.shortText();
  }

  private static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= NAME_CHARACTERS_MAX
        && name.equals(name.strip())
        && name.codePoints().allMatch(Contact::isVisible);
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
