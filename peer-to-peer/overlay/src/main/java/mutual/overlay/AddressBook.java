package mutual.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import mutual.middleware.NodeId;
import mutual.middleware.SecretFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest address record of each contact, kept over a restart in a file of base64 lines. Records
 * of strangers are not taken. Safe for use by many threads.
 */
final class AddressBook {
  private static final Logger LOG = LoggerFactory.getLogger(AddressBook.class);

  private final Path file;
  private final Predicate<NodeId> wanted;
  private final Map<NodeId, AddressRecord> records = new ConcurrentHashMap<>();

  AddressBook(Path file, Predicate<NodeId> wanted) {
    this.file = file;
    this.wanted = wanted;
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file)) {
          AddressRecord.read(Base64.getDecoder().decode(line))
              .filter(record -> wanted.test(record.node()))
              .ifPresent(record -> records.put(record.node(), record));
        }
      } catch (IOException | IllegalArgumentException e) {
        LOG.warn("Contacts' addresses in {} cannot be read and are searched for anew", file, e);
      }
    }
  }

  Optional<AddressRecord> find(NodeId node) {
    return Optional.ofNullable(records.get(node));
  }

  /** Takes a record if it is newer than what is known; says whether it is. */
  synchronized boolean offer(AddressRecord record, long nowMillis) {
    AddressRecord known = records.get(record.node());
    if (!record.isCurrent(nowMillis)
        || !wanted.test(record.node())
        || (known != null && known.sequence() >= record.sequence())) {
      return false;
    }
    records.put(record.node(), record);
    save();
    return true;
  }

  private void save() {
    records.keySet().removeIf(node -> !wanted.test(node));
    StringBuilder text = new StringBuilder();
    for (AddressRecord record : records.values()) {
      text.append(Base64.getEncoder().encodeToString(record.signed().toByteArray())).append('\n');
    }
    SecretFiles.replace(file, text.toString(), true);
  }
}
