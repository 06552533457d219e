package mutual.journal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** A process that appends numbers for ever, and prints each when it is answered. */
final class KilledWriter {
  private static final int IN_FLIGHT = 64;

  private KilledWriter() {}

  static JournalConfig config(Path folder) {
    return JournalConfig.in(folder)
        .withSizes(1 << 18, 1 << 16, 1 << 12)
        .withSnapshotEvery(5_000, 1 << 20);
  }

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    Semaphore free = new Semaphore(IN_FLIGHT);
    try (WriteAheadLog<NumberCore, Long> log =
        WriteAheadLog.open(config(Path.of(args[0])), NumberCore::new)) {
      for (long n = log.status().position() + 1; ; n++) {
        long number = n;
        free.acquire();
        var _ =
            log.append(NumberCore.command(number, (int) (number % 300)))
                .whenComplete(
                    (_, failure) -> {
                      out.println(failure == null ? Long.toString(number) : failure.toString());
                      free.release();
                    });
      }
    }
  }
}
