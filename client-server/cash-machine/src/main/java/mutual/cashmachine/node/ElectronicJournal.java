package mutual.cashmachine.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import mutual.cashmachine.JournalEntry;
import mutual.cashmachine.JournalEntryCodec;
import mutual.cashmachine.TransactionBook;
import mutual.journal.FileSystem;
import mutual.journal.RecordFile;

/**
 * The electronic journal on disk: an entry is durable when {@link #append} returns. What is older
 * than the unfinished transactions moves, in words, to a history file beside it now and then; with
 * it goes the last unmasked card number.
 */
final class ElectronicJournal implements AutoCloseable {
  static final String FILE = "journal.bin";
  static final String HISTORY_FILE = "journal-history.txt";

  /** With more entries than this at start, those of finished transactions become history. */
  static final int ENTRIES_MAX = 2_000;

  private final RecordFile file;
  private final List<JournalEntry> entries;

  private ElectronicJournal(RecordFile file, List<JournalEntry> entries) {
    this.file = file;
    this.entries = entries;
  }

  static ElectronicJournal open(FileSystem files, Path folder) throws IOException {
    return open(files, folder, ENTRIES_MAX);
  }

  static ElectronicJournal open(FileSystem files, Path folder, int entriesMax) throws IOException {
    RecordFile file = RecordFile.open(files, folder.resolve(FILE));
    try {
      List<JournalEntry> entries = new ArrayList<>();
      for (byte[] bytes : file.records()) {
        entries.add(JournalEntryCodec.decode(bytes));
      }
      if (entries.size() > entriesMax) {
        entries = shorten(file, entries, folder.resolve(HISTORY_FILE));
      }
      return new ElectronicJournal(file, entries);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static List<JournalEntry> shorten(
      RecordFile file, List<JournalEntry> entries, Path history) throws IOException {
    TransactionBook book = new TransactionBook();
    StringBuilder text = new StringBuilder();
    for (JournalEntry entry : entries) {
      book.apply(entry);
      text.append(entry).append('\n');
    }
    // A crash before the rewrite writes some lines twice: better than losing them.
    Files.writeString(
        history,
        text,
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.SYNC);
    List<JournalEntry> essentials = new ArrayList<>(book.essentials());
    file.rewrite(essentials.stream().map(JournalEntryCodec::encode).toList());
    return essentials;
  }

  /** What was found when it was opened, and what came since; oldest first. */
  synchronized List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  /** After a failure nothing more is taken: what is on disk is then known only by opening anew. */
  synchronized void append(JournalEntry entry) throws IOException {
    file.append(JournalEntryCodec.encode(entry));
    entries.add(entry);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
