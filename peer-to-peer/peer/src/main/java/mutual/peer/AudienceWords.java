package mutual.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mutual.files.engine.Audience;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import mutual.overlay.ContactBook;

/**
 * Audiences as their owner writes them: {@code everyone}, {@code contacts}, names of groups and
 * contacts, {@code group:NAME} where a contact has the same name, keys of contacts.
 */
final class AudienceWords {
  private static final String EVERYONE = "everyone";
  private static final String CONTACTS = "contacts";
  private static final String GROUP = "group:";

  private AudienceWords() {}

  /**
   * Reads words; none are nobody.
   *
   * @throws io.grpc.StatusRuntimeException if a word means nobody that is known, or two things
   */
  static Audience parse(List<String> words, ContactBook contacts) {
    Audience audience = Audience.NOBODY;
    for (String word : words) {
      audience = audience.and(parse(word, contacts));
    }
    return audience;
  }

  private static Audience parse(String word, ContactBook contacts) {
    if (word.equals(EVERYONE)) {
      return Audience.EVERYONE;
    }
    if (word.equals(CONTACTS)) {
      return Audience.CONTACTS;
    }
    if (word.startsWith(GROUP)) {
      return Audience.groups(word.substring(GROUP.length()));
    }
    boolean group = contacts.groups().contains(word);
    Optional<Contact> contact = contact(word, contacts);
    if (group && contact.isPresent()) {
      throw Answers.refused(
          "'%s' is a group and a contact: say %s%s for the group, or the contact's key %s"
              .formatted(word, GROUP, word, contact.get().id()));
    }
    if (group) {
      return Audience.groups(word);
    }
    return Audience.peers(
        contact
            .orElseThrow(
                () ->
                    Answers.notFound(
                        "there is no group or contact called '%s'; others are everyone and contacts"
                            .formatted(word)))
            .id());
  }

  /** The contact that a name or a key means. */
  static Optional<Contact> contact(String nameOrKey, ContactBook contacts) {
    return contacts
        .named(nameOrKey)
        .or(
            () -> {
              try {
                return contacts.find(NodeId.parse(nameOrKey));
              } catch (IllegalArgumentException noKey) {
                return Optional.empty();
              }
            });
  }

  /** The words for an audience; none for nobody. */
  static List<String> of(Audience audience, ContactBook contacts) {
    List<String> words = new ArrayList<>();
    if (audience.everyone()) {
      words.add(EVERYONE);
    }
    if (audience.contacts()) {
      words.add(CONTACTS);
    }
    audience.groups().forEach(group -> words.add(GROUP + group));
    audience
        .peers()
        .forEach(
            peer -> words.add(contacts.find(peer).map(Contact::name).orElseGet(peer::toString)));
    return words;
  }
}
