package mutual.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds whenever the power goes, whatever the disk does. */
@Timeout(120)
class JournalProperties {
  private static final Path FOLDER = Path.of("/log");
  private static final int COMMAND_BYTES_MAX = 600;

  private final AtomicLong clock = new AtomicLong(1_000_000);

  private JournalConfig config(FaultyFileSystem files, Random random) {
    return JournalConfig.in(FOLDER)
        .withFiles(files)
        .withSizes(4096, 2048, COMMAND_BYTES_MAX)
        .withSnapshotEvery(40, 6_000)
        .withClock(() -> Instant.ofEpochMilli(clock.addAndGet(random.nextInt(3_000) - 1_000)))
        .withSalts(random::nextLong);
  }

  /** A client who appends numbers 1, 2, 3, … and notes which were answered. */
  private final class Client {
    final FaultyFileSystem files;
    final Random random;
    final List<Long> expected = new ArrayList<>();
    final List<Long> uncertain = new ArrayList<>();
    long next = 1;

    Client(FaultyFileSystem files, Random random) {
      this.files = files;
      this.random = random;
    }

    SynchronousLog<NumberCore, Long> open() throws IOException {
      return SynchronousLog.open(config(files, random), NumberCore::new);
    }

    /** Works until so many steps are done or the log fails. */
    void work(SynchronousLog<NumberCore, Long> log, int steps) {
      for (int i = 0; i < steps && log.leading(); i++) {
        switch (random.nextInt(12)) {
          case 0 -> log.mark();
          case 1 -> assertThat(log.snapshot()).isDone();
          default -> append(log, 1 + random.nextInt(5));
        }
      }
    }

    void append(SynchronousLog<NumberCore, Long> log, int count) {
      List<byte[]> commands = new ArrayList<>();
      long first = next;
      for (int i = 0; i < count; i++) {
        int length = random.nextInt(4) == 0 ? random.nextInt(300) : 8 + random.nextInt(50);
        commands.add(NumberCore.command(next++, length));
      }
      List<CompletableFuture<Long>> replies = log.appendAll(commands);
      for (int i = 0; i < count; i++) {
        long number = first + i;
        CompletableFuture<Long> reply = replies.get(i);
        assertThat(reply).isDone();
        if (!reply.isCompletedExceptionally()) {
          assertThat(uncertain).isEmpty();
          expected.add(number);
        } else if (reply.exceptionNow() instanceof CommandLog.UncertainException) {
          uncertain.add(number);
        }
      }
    }

    /** All that was answered is there, in order, then perhaps a first part of what was not. */
    void checkRecovered(SynchronousLog<NumberCore, Long> log) {
      List<Long> found = log.core().numbers();
      assertThat(found).hasSizeGreaterThanOrEqualTo(expected.size());
      assertThat(found.subList(0, expected.size())).isEqualTo(expected);
      List<Long> more = found.subList(expected.size(), found.size());
      assertThat(more).isEqualTo(uncertain.subList(0, more.size()));
      expected.addAll(more);
      uncertain.clear();
    }
  }

  /** Runs until the power is cut in the given operation, recovers, and does so again at random. */
  private void crashAt(long seed, long operation) throws IOException {
    Random random = Seeds.random(seed);
    FaultyFileSystem files = new FaultyFileSystem(random);
    Client client = new Client(files, random);
    files.cutPowerAt(operation);
    for (int life = 0; life < 4; life++) {
      try {
        SynchronousLog<NumberCore, Long> log = client.open();
        client.checkRecovered(log);
        client.work(log, 25);
        if (life == 1) {
          log.close();
        }
      } catch (IOException e) {
        assertThat(files.powerIsCut()).as(e.toString()).isTrue();
      }
      if (random.nextInt(3) == 0) {
        files.killProcess();
      } else {
        files.cutPower();
        files.restart();
      }
      if (random.nextInt(3) > 0) {
        files.cutPowerAt(1 + random.nextInt(120));
      }
    }
    files.restart();
    try (SynchronousLog<NumberCore, Long> log = client.open()) {
      client.checkRecovered(log);
      client.work(log, 5);
      assertThat(log.core().numbers()).isEqualTo(client.expected);
    }
  }

  @Test
  void whatWasAnsweredSurvivesAPowerCutInAnyOperation() {
    Seeds.check(
        4,
        (seed, _) -> {
          for (long operation = 1; operation <= 150; operation++) {
            try {
              crashAt(seed * 1_000 + operation, operation);
            } catch (IOException | AssertionError e) {
              throw new AssertionError("power cut in operation " + operation, e);
            }
          }
        });
  }

  @Test
  void aKilledProcessLosesNothingOfWhatItWrote() {
    Seeds.check(
        60,
        (_, random) -> {
          FaultyFileSystem files = new FaultyFileSystem(random);
          Client client = new Client(files, random);
          for (int life = 0; life < 5; life++) {
            SynchronousLog<NumberCore, Long> log = client.open();
            client.checkRecovered(log);
            client.work(log, random.nextInt(20));
            files.killProcess();
          }
          try (SynchronousLog<NumberCore, Long> log = client.open()) {
            assertThat(log.core().numbers()).isEqualTo(client.expected);
          }
        });
  }

  @Test
  void failedSyncsAndWritesStopTheLogAndLoseNothingThatWasAnswered() {
    Seeds.check(
        100,
        (_, random) -> {
          FaultyFileSystem files = new FaultyFileSystem(random);
          Client client = new Client(files, random);
          for (int life = 0; life < 4; life++) {
            SynchronousLog<NumberCore, Long> log = client.open();
            client.checkRecovered(log);
            client.work(log, random.nextInt(20));
            if (random.nextBoolean()) {
              files.failSyncs(1);
            } else {
              files.failWrites(1);
            }
            client.append(log, 3);
            // The fault may have met the preparation of a segment, which is refused as busy
            // instead.
            assertThat(log.leading()).isEqualTo(client.uncertain.isEmpty());
            client.append(log, 1);
            files.cutPower();
            files.restart();
            files.failSyncs(0);
            files.failWrites(0);
          }
          try (SynchronousLog<NumberCore, Long> log = client.open()) {
            client.checkRecovered(log);
          }
        });
  }

  @Test
  void aFullDiskRefusesWithoutHarmAndPowerMayStillFail() {
    Seeds.check(
        100,
        (_, random) -> {
          FaultyFileSystem files = new FaultyFileSystem(random);
          Client client = new Client(files, random);
          for (int life = 0; life < 4; life++) {
            SynchronousLog<NumberCore, Long> log = client.open();
            client.checkRecovered(log);
            files.capacity(files.usedBytes() + random.nextInt(3 * 4096));
            if (random.nextInt(4) == 0) {
              files.cutPowerAt(1 + random.nextInt(60));
            }
            client.work(log, 30);
            files.capacity(Long.MAX_VALUE);
            client.work(log, 10);
            files.cutPower();
            files.restart();
          }
          try (SynchronousLog<NumberCore, Long> log = client.open()) {
            client.checkRecovered(log);
          }
        });
  }

  @Test
  void sameSeedSameBytes() {
    Seeds.check(5, (seed, _) -> assertThat(bytesAfterWork(seed)).isEqualTo(bytesAfterWork(seed)));
  }

  private List<Integer> bytesAfterWork(long seed) throws IOException {
    clock.set(1_000_000);
    Random random = Seeds.random(seed);
    FaultyFileSystem files = new FaultyFileSystem(random);
    Client client = new Client(files, random);
    try (SynchronousLog<NumberCore, Long> log = client.open()) {
      client.work(log, 40);
    }
    List<Integer> bytes = new ArrayList<>();
    for (String name : files.list(FOLDER)) {
      bytes.add(Arrays.hashCode(files.contents(FOLDER.resolve(name))));
    }
    return bytes;
  }
}
