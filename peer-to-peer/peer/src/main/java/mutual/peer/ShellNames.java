package mutual.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import mutual.files.engine.ContentEngine;
import mutual.files.engine.Share;
import mutual.middleware.SecretFiles;
import mutual.overlay.Contact;
import mutual.overlay.ContactBook;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names that a shell completes when the tab key is pressed, in the file {@value #FILE} of a
 * peer's folder while the peer runs: on each line a kind, a tab and a name. A shell that asked the
 * peer would take seconds.
 */
final class ShellNames implements AutoCloseable {
  static final String FILE = "names.txt";

  private static final Logger LOG = LoggerFactory.getLogger(ShellNames.class);

  private final Path file;
  private final ContactBook contacts;
  private final ContentEngine engine;
  private final Semaphore news = new Semaphore(1);
  private volatile boolean closed;
  private final Thread writer = Thread.ofVirtual().name("shell-names").unstarted(this::write);

  private ShellNames(Path folder, ContactBook contacts, ContentEngine engine) {
    file = folder.resolve(FILE);
    this.contacts = contacts;
    this.engine = engine;
  }

  /** Keeps the file true until it is closed. */
  static ShellNames keep(Path folder, ContactBook contacts, ContentEngine engine) {
    ShellNames names = new ShellNames(folder, contacts, engine);
    contacts.onChange(names.news::release);
    engine.onChange(names.news::release);
    names.writer.start();
    return names;
  }

  private void write() {
    @Nullable String written = null;
    while (true) {
      news.acquireUninterruptibly();
      int _ = news.drainPermits();
      if (closed) {
        return;
      }
      String text = text();
      if (!text.equals(written)) {
        try {
          SecretFiles.replace(file, text, true);
          written = text;
        } catch (UncheckedIOException e) {
          LOG.warn("Names for the shell cannot be written to {} now", file, e);
        }
      }
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    List<Contact> all = contacts.all();
    TreeSet<String> groups = new TreeSet<>();
    all.forEach(contact -> groups.addAll(contact.groups()));
    engine.shares().stream().map(Share::name).forEach(name -> line(text, "share", name));
    groups.forEach(name -> line(text, "group", name));
    all.forEach(contact -> line(text, "contact", contact.name()));
    return text.toString();
  }

  /** Nobody can type a name of several lines. */
  private static void line(StringBuilder text, String kind, String name) {
    if (name.chars().noneMatch(Character::isISOControl)) {
      text.append(kind).append('\t').append(name).append('\n');
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    news.release();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean _ = Files.deleteIfExists(file);
  }
}
