package mutual.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mutual.app.demo.DemoPlan;
import mutual.app.demo.DemoTown;
import mutual.app.demo.Rehearsal;

/**
 * What the JVM watches while it makes the start-up cache (JEP 483, JEP 515): the classes that are
 * used here are loaded and linked ahead of time from then on. The launcher starts it after a build.
 */
final class TrainingRun {
  private TrainingRun() {}

  /** For a small cache: only what helps and complains. A large one costs time to open. */
  static int help() {
    for (String[] args :
        new String[][] {
          {"--help"}, {"bank", "--help"}, {"bank", "account", "open", "--help"}, {"--version"}, {}
        }) {
      Main.run(args, nowhere(), nowhere());
    }
    return ExitCode.OK.number();
  }

  private static PrintStream nowhere() {
    return new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
  }

  /** For a large cache: a whole town. */
  static int town(Path scratch, PrintStream out) {
    PrintStream nowhere = nowhere();
    try (DemoTown town = DemoTown.start(DemoPlan.forTour(scratch))) {
      Rehearsal.play(town);
      String bank = scratch.resolve("northbank").toString();
      Main.run(new String[] {"bank", "account", "list", "--data", bank}, nowhere, nowhere);
      Main.run(new String[] {"bank", "audit", "--json", "--data", bank}, nowhere, nowhere);
    }
    out.println("trained in " + scratch);
    return ExitCode.OK.number();
  }
}
