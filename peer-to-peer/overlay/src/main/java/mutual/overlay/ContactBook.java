package mutual.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import mutual.middleware.NodeId;
import mutual.middleware.SecretFiles;

/**
 * The contacts of this peer, kept in a file that is replaced as a whole with each change, and only
 * then counts: a line a contact, {@code <node id> <since> <name> <group>,<group>}, names
 * percent-encoded. Safe for use by many threads.
 */
public final class ContactBook {
  public static final int CONTACTS_MAX = 1_000;

  private final Path file;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<NodeId, Contact> contacts;

  private ContactBook(Path file, Map<NodeId, Contact> contacts) {
    this.file = file;
    this.contacts = contacts;
  }

  /** Opens the book in a file; one that is not there yet is empty. */
  public static ContactBook open(Path file) {
    Map<NodeId, Contact> contacts = new TreeMap<>();
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file)) {
          Contact contact = read(line, file);
          contacts.put(contact.id(), contact);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + file, e);
      }
    }
    return new ContactBook(file, contacts);
  }

  private static Contact read(String line, Path file) {
    String[] words = line.split(" ", -1);
    try {
      SortedSet<String> groups = new TreeSet<>();
      for (String group : words[3].split(",", -1)) {
        if (!group.isEmpty()) {
          groups.add(URLDecoder.decode(group, UTF_8));
        }
      }
      return new Contact(
          NodeId.parse(words[0]),
          URLDecoder.decode(words[2], UTF_8),
          groups,
          Long.parseLong(words[1]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalStateException(file + " is damaged at: " + line, e);
    }
  }

  private static String write(Contact contact) {
    return contact.id()
        + " "
        + contact.sinceMillis()
        + " "
        + URLEncoder.encode(contact.name(), UTF_8)
        + " "
        + contact.groups().stream()
            .map(group -> URLEncoder.encode(group, UTF_8))
            .collect(Collectors.joining(","))
        + "\n";
  }

  /** All contacts, by name. */
  public List<Contact> all() {
    List<Contact> all = new ArrayList<>(contacts.values());
    all.sort(Comparator.comparing(Contact::name, String.CASE_INSENSITIVE_ORDER));
    return all;
  }

  public Optional<Contact> find(NodeId id) {
    return Optional.ofNullable(contacts.get(id));
  }

  /** The contact with a name, in any case. */
  public Optional<Contact> named(String name) {
    return contacts.values().stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
  }

  /** All groups that have members. */
  public SortedSet<String> groups() {
    SortedSet<String> groups = new TreeSet<>();
    contacts.values().forEach(contact -> groups.addAll(contact.groups()));
    return groups;
  }

  public List<Contact> members(String group) {
    return all().stream().filter(contact -> contact.groups().contains(group)).toList();
  }

  /** Who hears, on the thread that changed something, that the book has changed. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Adds a contact or puts it in place of the one with the same key. */
  public void put(Contact contact) {
    change(
        fresh -> {
          Optional<Contact> same = named(contact.name());
          if (same.isPresent() && !same.get().id().equals(contact.id())) {
            throw new IllegalArgumentException(
                "Another contact is called " + same.get().name() + " already");
          }
          fresh.put(contact.id(), contact);
          if (fresh.size() > CONTACTS_MAX) {
            throw new IllegalStateException("There are at most " + CONTACTS_MAX + " contacts");
          }
        });
  }

  /** Adds a new contact under a name as wished, with a number behind it if that is taken. */
  Contact add(NodeId id, String wish, SortedSet<String> groups, long nowMillis) {
    Optional<Contact> known = find(id);
    if (known.isPresent()) {
      return known.get();
    }
    String name = Contact.tamed(wish, id);
    for (int number = 2; named(name).isPresent(); number++) {
      name = Contact.tamed(wish, id) + " " + number;
    }
    Contact contact = new Contact(id, name, groups, nowMillis);
    put(contact);
    return contact;
  }

  public void remove(NodeId id) {
    change(fresh -> fresh.remove(id));
  }

  private interface Change {
    void apply(Map<NodeId, Contact> contacts);
  }

  private void change(Change change) {
    synchronized (this) {
      Map<NodeId, Contact> fresh = new TreeMap<>(contacts);
      change.apply(fresh);
      StringBuilder text = new StringBuilder();
      fresh.values().forEach(contact -> text.append(write(contact)));
      SecretFiles.replace(file, text.toString(), true);
      contacts = fresh;
    }
    listeners.forEach(Runnable::run);
  }
}
