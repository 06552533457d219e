package mutual.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import mutual.app.demo.DemoPlan;
import mutual.app.demo.DemoTown;
import mutual.app.demo.Rehearsal;
import mutual.peer.PeerConfig;
import mutual.peer.PeerNode;
import mutual.peer.pages.Dashboard;
import mutual.peer.pages.DashboardKeys;

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
          {"--help"},
          {"bank", "--help"},
          {"bank", "account", "open", "--help"},
          {"peer", "--help"},
          {"share", "--help"},
          {"--version"},
          {}
        }) {
      Main.run(args, nowhere(), nowhere());
    }
    return ExitCode.OK.number();
  }

  private static PrintStream nowhere() {
    return new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
  }

  /** For a large cache: a whole town, a peer with a share, and content moved between two peers. */
  static int town(Path scratch, PrintStream out) {
    PrintStream nowhere = nowhere();
    try (DemoTown town = DemoTown.start(DemoPlan.forRehearsal(scratch))) {
      Rehearsal.play(town);
      String bank = scratch.resolve("northbank").toString();
      Main.run(new String[] {"bank", "account", "list", "--data", bank}, nowhere, nowhere);
      Main.run(new String[] {"bank", "audit", "--json", "--data", bank}, nowhere, nowhere);
    }
    peer(scratch.resolve("peer"), nowhere);
    ContentTraining.run(scratch.resolve("content"));
    out.println("trained in " + scratch);
    return ExitCode.OK.number();
  }

  private static void peer(Path folder, PrintStream nowhere) {
    PeerConfig config =
        new PeerConfig(folder, "peer", folder, "127.0.0.1", 0, 0, 0, false, true, List.of());
    DashboardKeys keys = new DashboardKeys();
    try (PeerNode _ = PeerNode.start(config, peer -> Dashboard.routes(peer, keys), keys::token)) {
      String data = folder.toString();
      String content = folder.resolve(PeerConfig.FILE).toString();
      Main.run(new String[] {"share", content, "--data", data}, nowhere, nowhere);
      Main.run(new String[] {"shares", "--data", data}, nowhere, nowhere);
      Main.run(new String[] {"invite", "--qr", "--data", data}, nowhere, nowhere);
      Main.run(new String[] {"status", "--json", "--data", data}, nowhere, nowhere);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
