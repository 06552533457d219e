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

  static int run(Path scratch, PrintStream out) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    for (String[] args : new String[][] {{"--help"}, {"test", "--help"}, {"--no-such-option"}}) {
      Main.run(args, nowhere, nowhere);
    }
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
