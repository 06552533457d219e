package mutual.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the commands of a folder's segments to a core. */
final class LogReplay {
  private static final Logger log = LoggerFactory.getLogger(LogReplay.class);
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final FileSystem files;
  private final Path folder;
  private final Core<?> core;
  private final long until;
  private CorePosition at;
  private long bytes;
  private long lastProgressNanos = System.nanoTime();

  private LogReplay(FileSystem files, Path folder, Core<?> core, CorePosition from, long until) {
    this.files = files;
    this.folder = folder;
    this.core = core;
    this.at = from;
    this.until = until;
  }

  /** Where the replay ended: in which segment, at which offset, with which CRC before it. */
  record End(
      CorePosition at,
      SegmentLayout segment,
      int offset,
      int tailEnd,
      int previousCrc,
      long bytes) {}

  /** Replays everything, to the very end of the log, and sees whether the end is sound. */
  static End toTheEnd(FileSystem files, Path folder, Core<?> core, CorePosition from)
      throws IOException {
    return new LogReplay(files, folder, core, from, Long.MAX_VALUE).run();
  }

  /** Replays up to a command that is known to be durable, while more is being appended. */
  static CorePosition until(
      long position, FileSystem files, Path folder, Core<?> core, CorePosition from)
      throws IOException {
    if (from.position() == position) {
      return from;
    }
    return new LogReplay(files, folder, core, from, position).run().at;
  }

  private End run() throws IOException {
    List<Long> bases = LogNames.segments(files, folder);
    int first = -1;
    for (int i = 0; i < bases.size() && bases.get(i) <= at.position(); i++) {
      first = i;
    }
    if (first < 0) {
      throw new JournalDamagedException(
          folder.toString(), 0, "the segment with command " + (at.position() + 1) + " is missing");
    }
    for (int i = first; ; i++) {
      boolean last = i == bases.size() - 1;
      try (SegmentReader reader = open(bases.get(i))) {
        readSegment(reader);
        if (at.position() == until) {
          return end(reader, 0);
        }
        if (!last) {
          requireWhole(reader, bases.get(i + 1));
        } else {
          return lastEnd(reader);
        }
      }
    }
  }

  private SegmentReader open(long base) throws IOException {
    Path file = folder.resolve(LogNames.segment(base));
    FileSystem.OpenFile opened = files.open(file);
    try {
      return SegmentReader.open(file.toString(), opened);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void readSegment(SegmentReader reader) throws IOException {
    checkPlace(reader);
    while (reader.position() < until && reader.next()) {
      if (reader.kind() != RecordLayout.COMMAND) {
        continue;
      }
      if (reader.position() <= at.position()) {
        checkPlace(reader);
        continue;
      }
      apply(reader);
      bytes += RecordLayout.recordBytes(reader.commandLength());
      at = new CorePosition(reader.position(), reader.timestampMillis(), reader.commandCrc());
    }
  }

  /** The history that leads here must be the one that the state comes from. */
  private void checkPlace(SegmentReader reader) throws JournalDamagedException {
    if (reader.position() == at.position()
        && (reader.commandCrc() != at.commandCrc()
            || reader.timestampMillis() < at.timestampMillis())) {
      throw new JournalDamagedException(
          reader.name,
          reader.nextOffset(),
          "command " + at.position() + " is not the one that was here before");
    }
  }

  private void apply(SegmentReader reader) {
    try {
      core.apply(
          reader.timestampMillis(), reader.buffer(), reader.commandIndex(), reader.commandLength());
    } catch (RuntimeException e) {
      throw new CommandLog.LogStoppedException(
          "the core failed at command " + reader.position() + " of " + reader.name, e);
    }
    if (System.nanoTime() - lastProgressNanos > PROGRESS_NANOS) {
      lastProgressNanos = System.nanoTime();
      log.info("{}: replayed up to command {}", folder, reader.position());
    }
  }

  /** A segment that has a successor must lead up to it. */
  private void requireWhole(SegmentReader reader, long nextBase) throws IOException {
    try (SegmentReader next = open(nextBase)) {
      if (reader.position() != next.position() || reader.commandCrc() != next.commandCrc()) {
        throw new JournalDamagedException(
            reader.name,
            reader.nextOffset(),
            reader.problem() + ", but the next segment begins after command " + nextBase);
      }
    }
  }

  private End lastEnd(SegmentReader reader) throws IOException {
    if (reader.kind() == RecordLayout.SEAL || until < Long.MAX_VALUE) {
      throw new JournalDamagedException(
          reader.name,
          reader.nextOffset(),
          "a segment from command " + (reader.position() + 1) + " on is missing");
    }
    int tailEnd = reader.checkTail();
    if (reader.position() < at.position()) {
      throw new JournalDamagedException(
          reader.name,
          reader.nextOffset(),
          "the log ends at command "
              + reader.position()
              + ", but a snapshot has command "
              + at.position());
    }
    return end(reader, tailEnd);
  }

  private End end(SegmentReader reader, int tailEnd) {
    return new End(at, reader.header, reader.nextOffset(), tailEnd, reader.previousCrc(), bytes);
  }
}
