package mutual.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threaded log with several clients, when power, syncs or the core fail in the middle. */
@Timeout(120)
class WriteAheadLogProperties {
  private static final int CLIENTS = 4;
  private static final long NUMBERS_EACH = 1_000_000;

  private static JournalConfig config(FaultyFileSystem files) {
    return JournalConfig.in(Path.of("/log"))
        .withFiles(files)
        .withSizes(1 << 13, 1 << 12, 1 << 9)
        .withSnapshotEvery(100, 1 << 14)
        .withMarkAfterIdle(Duration.ofNanos(100_000));
  }

  /** What became of the numbers appended so far. */
  private static final class Fates {
    final Set<Long> answered = new HashSet<>();
    final Set<Long> uncertain = new HashSet<>();
    final Set<Long> refused = new HashSet<>();
    long nextRound;

    void note(long number, CompletableFuture<Long> reply) {
      Set<Long> fate = answered;
      try {
        assertThat(reply.join()).isNotNull();
      } catch (CompletionException e) {
        fate = e.getCause() instanceof CommandLog.UncertainException ? uncertain : refused;
      }
      synchronized (this) {
        fate.add(number);
      }
    }

    void check(List<Long> found) {
      assertThat(found).doesNotHaveDuplicates().containsAll(answered);
      for (long number : found) {
        assertThat(answered.contains(number) || uncertain.contains(number)).isTrue();
        assertThat(refused).doesNotContain(number);
      }
      for (long client = 0; client < CLIENTS; client++) {
        long of = client;
        assertThat(found.stream().filter(number -> number / NUMBERS_EACH == of)).isSorted();
      }
    }
  }

  /** Several clients append, a few in flight each, until the log fails or they have enough. */
  private static void work(WriteAheadLog<NumberCore, Long> log, Fates fates)
      throws InterruptedException {
    List<Thread> clients = new ArrayList<>();
    for (long client = 0; client < CLIENTS; client++) {
      long first = client * NUMBERS_EACH + fates.nextRound;
      clients.add(Thread.ofVirtual().start(() -> work(log, fates, first)));
    }
    for (Thread client : clients) {
      client.join();
    }
    fates.nextRound += 1_000;
  }

  private static void work(WriteAheadLog<NumberCore, Long> log, Fates fates, long first) {
    for (long n = first; n < first + 60 && log.leading(); n += 3) {
      List<CompletableFuture<Long>> replies = new ArrayList<>();
      for (long number = n; number < n + 3; number++) {
        replies.add(log.append(NumberCore.command(number, (int) (number % 200))));
      }
      for (int i = 0; i < 3; i++) {
        fates.note(n + i, replies.get(i));
      }
    }
  }

  @Test
  void everyFateThatWasToldIsTrueAfterThePowerCameBack() {
    Seeds.check(
        60,
        (_, random) -> {
          FaultyFileSystem files = new FaultyFileSystem(new Random(random.nextLong()));
          Fates fates = new Fates();
          for (int life = 0; life < 4; life++) {
            switch (random.nextInt(3)) {
              case 0 -> files.cutPowerAt(1 + random.nextInt(200));
              case 1 -> files.cutPowerAt(10_000);
              default -> {}
            }
            try (WriteAheadLog<NumberCore, Long> log =
                WriteAheadLog.open(config(files), NumberCore::new)) {
              fates.check(log.read(NumberCore::numbers).join());
              if (random.nextInt(3) == 0) {
                files.failSyncs(1);
              }
              work(log, fates);
            } catch (IOException | CompletionException e) {
              assertThat(files.powerIsCut()).as(e.toString()).isTrue();
            }
            files.cutPower();
            files.restart();
            files.failSyncs(0);
          }
          try (WriteAheadLog<NumberCore, Long> log =
              WriteAheadLog.open(config(files), NumberCore::new)) {
            fates.check(log.read(NumberCore::numbers).join());
          }
        });
  }
}
