package mutual.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code mutual simulate} prints, and what it keeps to itself. */
final class SimulateCommandTest {
  private static final Logger ROOT = Logger.getLogger("");

  private final Listening log = new Listening();

  /** A place that log records go to. */
  private static final class Listening extends Handler {
    final List<LogRecord> printed = new CopyOnWriteArrayList<>();
    final List<LogRecord> muted = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
        (isLoggable(entry) ? printed : muted).add(entry);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    ROOT.addHandler(log);
  }

  @AfterEach
  void stopListening() {
    ROOT.removeHandler(log);
  }

  @Test
  void aRunWithPowerCutsPrintsItsSummaryOnly() {
    Cli.Outcome run = Cli.run("simulate", "--seed", "1", "--runs", "40");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().filter(line -> !line.endsWith(" runs …")))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("40 runs from seed 1:");
    assertThat(log.printed).isEmpty();
    assertThat(log.muted).as("the storm was worth muting").isNotEmpty();
  }

  @Test
  void realFailuresAreStillLogged() {
    try (SimulatedFaults.Muted _ = SimulatedFaults.mute()) {
      Logger.getLogger("mutual.journal")
          .log(Level.SEVERE, "no snapshot", new IllegalStateException(new IOException("disk")));
      Logger.getLogger("mutual.journal").severe("without a cause");
    }
    assertThat(log.printed).hasSize(2);
    assertThat(log.getFilter()).as("muting has ended").isNull();
  }
}
