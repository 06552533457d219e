package mutual.journal;

import static mutual.journal.NumberCore.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WriteAheadLogTest {
  private static final Path MEMORY = Path.of("/log");

  @TempDir Path folder;

  private JournalConfig onDisk() {
    return JournalConfig.in(folder.resolve("log")).withSizes(1 << 20, 1 << 16, 1 << 12);
  }

  private static JournalConfig inMemory(FaultyFileSystem files) {
    return JournalConfig.in(MEMORY)
        .withFiles(files)
        .withSizes(1 << 14, 1 << 12, 1 << 10)
        .withMarkAfterIdle(Duration.ofMillis(1));
  }

  private static WriteAheadLog<NumberCore, Long> open(JournalConfig config) throws IOException {
    return WriteAheadLog.open(config, NumberCore::new);
  }

  private static List<Long> numbers(WriteAheadLog<NumberCore, Long> log) {
    return log.read(NumberCore::numbers).join();
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private static Throwable failureOf(CompletableFuture<?> future) {
    try {
      future.join();
    } catch (CompletionException e) {
      return e.getCause() == null ? e : e.getCause();
    }
    throw new AssertionError("did not fail");
  }

  @Test
  void aRestartGivesTheSameCore() throws IOException {
    long hash;
    try (WriteAheadLog<NumberCore, Long> log = open(onDisk())) {
      for (int i = 1; i <= 100; i++) {
        log.append(command(i, i)).join();
      }
      hash = log.read(NumberCore::hash).join();
      assertThat(log.status().position()).isEqualTo(100);
      assertThat(log.status().logBytes()).isGreaterThanOrEqualTo(1 << 20);
    }
    try (WriteAheadLog<NumberCore, Long> log = open(onDisk())) {
      assertThat(numbers(log)).isEqualTo(upTo(100));
      assertThat(log.read(NumberCore::hash).join()).isEqualTo(hash);
      assertThat(log.append(command(101)).join()).isNotNull();
    }
    try (WriteAheadLog<NumberCore, Long> log = open(onDisk())) {
      assertThat(numbers(log)).isEqualTo(upTo(101));
    }
  }

  @Test
  void commandsOfOneThreadKeepTheirOrderOverManySegments() throws IOException {
    int count = 5_000;
    try (WriteAheadLog<NumberCore, Long> log = open(onDisk())) {
      List<CompletableFuture<Long>> replies = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        replies.add(log.append(command(i, 1000)));
      }
      replies.forEach(CompletableFuture::join);
      assertThat(numbers(log)).isEqualTo(upTo(count));
    }
    assertThat(segments()).hasSizeGreaterThan(4);
    try (WriteAheadLog<NumberCore, Long> log = open(onDisk())) {
      assertThat(numbers(log)).isEqualTo(upTo(count));
    }
  }

  private List<String> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("log"))) {
      return files.map(Path::toString).filter(name -> name.endsWith(".segment")).toList();
    }
  }

  @Test
  void manyThreadsAppendAtOnce() throws Exception {
    int threads = 8;
    int each = 500;
    try (WriteAheadLog<NumberCore, Long> log = open(onDisk())) {
      List<Thread> appenders = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        long first = t * 1_000_000L;
        appenders.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int i = 0; i < each; i++) {
                        log.append(command(first + i)).join();
                      }
                    }));
      }
      for (Thread appender : appenders) {
        appender.join();
      }
      List<Long> numbers = numbers(log);
      assertThat(numbers).hasSize(threads * each).doesNotHaveDuplicates();
      for (int t = 0; t < threads; t++) {
        long first = t * 1_000_000L;
        assertThat(numbers.stream().filter(n -> n / 1_000_000 == first / 1_000_000)).isSorted();
      }
    }
  }

  @Test
  void snapshotsOnDemandRemoveWhatTheOlderOfTwoCovers() throws IOException {
    try (WriteAheadLog<NumberCore, Long> log = open(onDisk())) {
      int n = 0;
      for (int round = 1; round <= 4; round++) {
        List<CompletableFuture<Long>> replies = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
          replies.add(log.append(command(++n, 1000)));
        }
        replies.forEach(CompletableFuture::join);
        assertThat(log.snapshot().join().position()).isEqualTo(n);
        assertThat(log.status().snapshotPosition()).isEqualTo(n);
      }
      assertThat(LogNames.snapshots(FileSystem.real(), folder.resolve("log")))
          .containsExactly(6_000L, 8_000L);
      List<Long> bases = LogNames.segments(FileSystem.real(), folder.resolve("log"));
      assertThat(bases.getFirst()).isPositive().isLessThanOrEqualTo(6_000);
      assertThat(bases.get(1)).isGreaterThan(6_000);
    }
    try (WriteAheadLog<NumberCore, Long> log = open(onDisk())) {
      assertThat(numbers(log)).isEqualTo(upTo(8_000));
    }
  }

  @Test
  void snapshotsComeOnScheduleWhileServiceGoesOn() throws Exception {
    JournalConfig config = onDisk().withSnapshotEvery(100, 1 << 30);
    try (WriteAheadLog<NumberCore, Long> log = open(config)) {
      long n = 0;
      while (log.status().snapshotPosition() < 300) {
        log.append(command(++n)).join();
      }
      assertThat(numbers(log)).isEqualTo(upTo(n));
    }
  }

  @Test
  void aSecondUserOfTheFolderIsRefused() throws IOException {
    try (WriteAheadLog<NumberCore, Long> log = open(onDisk())) {
      assertThat(log.leading()).isTrue();
      assertThatThrownBy(() -> open(onDisk()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("locked by process " + ProcessHandle.current().pid());
    }
    open(onDisk()).close();
  }

  @Test
  void timeNeverGoesBack() throws IOException {
    AtomicLong clock = new AtomicLong(1_000);
    JournalConfig config = onDisk().withClock(() -> Instant.ofEpochMilli(clock.get()));
    try (WriteAheadLog<NumberCore, Long> log = open(config)) {
      log.append(command(1)).join();
      clock.set(500);
      log.append(command(2)).join();
    }
    clock.set(10);
    try (WriteAheadLog<NumberCore, Long> log = open(config)) {
      log.append(command(3)).join();
      assertThat(numbers(log)).isEqualTo(upTo(3));
    }
  }

  @Test
  void aCoreThatThrowsStopsTheLogLoudly() throws IOException {
    WriteAheadLog<NumberCore, Long> log = open(onDisk());
    log.append(command(1)).join();
    assertThat(failureOf(log.append(command(NumberCore.BUG))))
        .isInstanceOf(CommandLog.UncertainException.class);
    assertThat(failureOf(log.stopped()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a bug in the core");
    assertThat(log.leading()).isFalse();
    assertThat(failureOf(log.append(command(2))))
        .isInstanceOf(CommandLog.LogStoppedException.class);
    log.close();
    assertThatThrownBy(() -> open(onDisk()))
        .isInstanceOf(CommandLog.LogStoppedException.class)
        .hasMessageContaining("command 2");
  }

  @Test
  void aFailedSyncStopsTheLogForGood() throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(new Random(1));
    WriteAheadLog<NumberCore, Long> log =
        open(inMemory(files).withMarkAfterIdle(Duration.ofHours(1)));
    log.append(command(1)).join();
    files.failSyncs(1);
    assertThat(failureOf(log.append(command(2)))).isInstanceOf(CommandLog.UncertainException.class);
    assertThat(failureOf(log.stopped())).isInstanceOf(IOException.class);
    assertThat(failureOf(log.append(command(3))))
        .isInstanceOf(CommandLog.LogStoppedException.class);
    assertThat(failureOf(log.read(NumberCore::numbers)))
        .isInstanceOf(CommandLog.LogStoppedException.class);
    log.close();
    files.cutPower();
    files.restart();
    try (WriteAheadLog<NumberCore, Long> again = open(inMemory(files))) {
      assertThat(numbers(again)).isIn(upTo(1), upTo(2));
    }
  }

  @Test
  void moreThanTheBoundInFlightIsRefusedAsBusy() throws Exception {
    JournalConfig config = onDisk().withInFlight(10, 1 << 13, 10);
    try (WriteAheadLog<NumberCore, Long> log = open(config)) {
      CountDownLatch hold = new CountDownLatch(1);
      CountDownLatch held = new CountDownLatch(1);
      CompletableFuture<Boolean> query =
          log.read(
              core -> {
                held.countDown();
                try {
                  return hold.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      held.await();
      List<CompletableFuture<Long>> replies = new ArrayList<>();
      replies.add(log.append(command(1, 4096)));
      replies.add(log.append(command(2, 4000)));
      assertThat(failureOf(log.append(command(0, 97))))
          .isInstanceOf(CommandLog.BusyException.class);
      for (int i = 3; i <= 10; i++) {
        replies.add(log.append(command(i)));
      }
      assertThat(failureOf(log.append(command(0)))).isInstanceOf(CommandLog.BusyException.class);
      for (int i = 0; i < 10; i++) {
        assertThat(log.read(NumberCore::hash)).isNotDone();
      }
      assertThat(failureOf(log.read(NumberCore::hash)))
          .isInstanceOf(CommandLog.BusyException.class);
      hold.countDown();
      replies.forEach(CompletableFuture::join);
      assertThat(query.join()).isTrue();
      log.append(command(11)).join();
      assertThat(numbers(log)).isEqualTo(upTo(11));
    }
  }

  @Test
  void tooLargeACommandIsRefused() throws IOException {
    try (WriteAheadLog<NumberCore, Long> log = open(onDisk())) {
      assertThatThrownBy(() -> log.append(command(1, (1 << 12) + 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("4097");
      log.append(command(1, 1 << 12)).join();
    }
  }

  @Test
  void aFullDiskRefusesAsBusyAndServiceComesBackWithRoom() throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(new Random(1));
    AtomicLong clock = new AtomicLong(1);
    JournalConfig config =
        inMemory(files).withClock(() -> Instant.ofEpochMilli(clock.addAndGet(300)));
    List<Long> acknowledged = new ArrayList<>();
    try (WriteAheadLog<NumberCore, Long> log = open(config)) {
      files.capacity(40_000);
      long n = 0;
      Throwable refusal = null;
      while (refusal == null) {
        long number = ++n;
        CompletableFuture<Long> reply = log.append(command(number, 500));
        try {
          reply.join();
          acknowledged.add(number);
        } catch (CompletionException e) {
          refusal = e.getCause();
        }
      }
      assertThat(refusal)
          .isInstanceOf(CommandLog.BusyException.class)
          .hasMessageContaining("no room");
      assertThat(numbers(log)).isEqualTo(acknowledged);
      files.capacity(1 << 30);
      while (acknowledged.getLast() < n + 100) {
        long number = Math.max(n, acknowledged.getLast()) + 1;
        log.append(command(number, 500))
            .handle((reply, failure) -> failure == null && acknowledged.add(number))
            .join();
      }
    }
    try (WriteAheadLog<NumberCore, Long> log = open(config)) {
      assertThat(numbers(log)).isEqualTo(acknowledged);
    }
  }

  @Test
  void closingAnswersWhatWasAppendedBefore() throws IOException {
    WriteAheadLog<NumberCore, Long> log = open(onDisk());
    List<CompletableFuture<Long>> replies = new ArrayList<>();
    for (int i = 1; i <= 1_000; i++) {
      replies.add(log.append(command(i)));
    }
    log.close();
    assertThat(replies).allMatch(reply -> reply.isDone() && !reply.isCompletedExceptionally());
    assertThat(log.stopped()).isCompleted();
    log.close();
  }

  @Test
  void aQueryThatFailsHarmsNobody() throws IOException {
    try (WriteAheadLog<NumberCore, Long> log = open(onDisk())) {
      assertThat(
              failureOf(
                  log.read(
                      core -> {
                        throw new IllegalArgumentException("a poor question");
                      })))
          .hasMessage("a poor question");
      log.append(command(1)).join();
    }
  }

  @Test
  void whenIdleItNotesThatAllWasSynced() throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(new Random(1));
    Path segment = MEMORY.resolve(LogNames.segment(0));
    int record = RecordLayout.recordBytes(8);
    int markEnd = SegmentLayout.HEADER_BYTES + record + RecordLayout.HEADER_BYTES;
    try (WriteAheadLog<NumberCore, Long> log = open(inMemory(files))) {
      log.append(command(1)).join();
      byte[] contents = files.contents(segment);
      while (Arrays.equals(
          contents, SegmentLayout.HEADER_BYTES + record, markEnd, new byte[40], 0, 40)) {
        Thread.onSpinWait();
        contents = files.contents(segment);
      }
    }
    assertThat(files.contents(segment)).endsWith(new byte[100]);
    files.flipBit(segment, 8L * (SegmentLayout.HEADER_BYTES + 40));
    assertThatThrownBy(() -> open(inMemory(files)))
        .isInstanceOf(JournalDamagedException.class)
        .hasMessageContaining(segment + " at offset 64")
        .hasMessageContaining("checksum");
  }
}
