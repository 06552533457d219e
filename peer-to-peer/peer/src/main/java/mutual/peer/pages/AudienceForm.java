package mutual.peer.pages;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import mutual.files.engine.Audience;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;

/**
 * The choice of who may fetch something: one of four, and for one of them groups and contacts.
 *
 * @param prefix of the ids of its elements, so that a page may have several
 */
public record AudienceForm(
    String prefix,
    Choice choice,
    SortedSet<String> groups,
    SortedSet<NodeId> peers,
    SortedSet<String> allGroups,
    List<Contact> allContacts,
    String error) {
  /** What is chosen first of all. */
  public enum Choice {
    NOBODY("Nobody yet", "It is ready to share; you decide later who gets it."),
    CONTACTS(
        "All contacts",
        "Everybody on your list of contacts sees it and may fetch it, nobody else."),
    SOME("Some of them", "Only the groups and contacts you choose here see it and may fetch it."),
    EVERYONE(
        "Everyone",
        "Anybody in the world with the link may fetch it with a BitTorrent program, and can see"
            + " your network address.");

    private final String title;
    private final String meaning;

    Choice(String title, String meaning) {
      this.title = title;
      this.meaning = meaning;
    }

    public String title() {
      return title;
    }

    /** One sentence on what it means. */
    public String meaning() {
      return meaning;
    }
  }

  static AudienceForm of(String prefix, Audience audience, List<Contact> contacts) {
    return new AudienceForm(
        prefix,
        audience.everyone()
            ? Choice.EVERYONE
            : audience.contacts()
                ? Choice.CONTACTS
                : audience.isNobody() ? Choice.NOBODY : Choice.SOME,
        audience.groups(),
        audience.peers(),
        groups(contacts, audience.groups()),
        contacts,
        "");
  }

  /** As it was sent, with what is wrong. */
  static AudienceForm of(String prefix, Form form, List<Contact> contacts) {
    Choice choice = choice(form);
    TreeSet<NodeId> peers = new TreeSet<>();
    contacts.stream()
        .map(Contact::id)
        .filter(id -> form.all("peer").contains(id.toString()))
        .forEach(peers::add);
    return new AudienceForm(
        prefix,
        choice,
        new TreeSet<>(form.all("group")),
        peers,
        groups(contacts, form.all("group")),
        contacts,
        form.wrongWith("audience"));
  }

  /** The audience that was chosen; checks the form before. */
  Audience audience() {
    return switch (choice) {
      case NOBODY -> Audience.NOBODY;
      case CONTACTS -> Audience.CONTACTS;
      case EVERYONE -> Audience.EVERYONE;
      case SOME -> new Audience(false, false, groups, peers);
    };
  }

  /** The form with an error if nobody was chosen of those who might be. */
  static Form check(Form form) {
    return choice(form) == Choice.SOME && form.all("group").isEmpty() && form.all("peer").isEmpty()
        ? form.error("audience", "Choose at least one group or contact.")
        : form;
  }

  /** Groups that have members, and those that were chosen when they had. */
  private static SortedSet<String> groups(List<Contact> contacts, Collection<String> chosen) {
    TreeSet<String> groups = new TreeSet<>(chosen);
    contacts.forEach(contact -> groups.addAll(contact.groups()));
    return groups;
  }

  private static Choice choice(Form form) {
    for (Choice choice : Choice.values()) {
      if (choice.name().equals(form.value("audience"))) {
        return choice;
      }
    }
    return Choice.NOBODY;
  }
}
