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

  /**
   * Runs what one of the caches is for.
   *
   * @param what {@code help}, {@code town} or {@code peer}
   * @param scratch a folder for what it writes
   */
  static int run(String what, Path scratch, PrintStream out) {
    switch (what) {
      case "help" -> help();
      case "town" -> town(scratch);
      case "peer" -> peer(scratch);
      default -> throw new IllegalArgumentException("No training: " + what);
    }
    out.println("trained: " + what);
    return ExitCode.OK.number();
  }

  /** For a small cache: only what helps and complains. A large one costs time to open. */
  private static void help() {
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
  }

  private static PrintStream nowhere() {
    return new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
  }

  /** For a large cache: a whole town, and a peer with a share. */
  private static void town(Path scratch) {
    try (DemoTown town = DemoTown.start(DemoPlan.forRehearsal(scratch))) {
      Rehearsal.play(town);
      String bank = scratch.resolve("northbank").toString();
      Main.run(new String[] {"bank", "account", "list", "--data", bank}, nowhere(), nowhere());
      Main.run(new String[] {"bank", "audit", "--json", "--data", bank}, nowhere(), nowhere());
    }
    share(scratch.resolve("peer"), nowhere());
  }

  /** For what runs all day and is to stay small: a peer with a share, and content moved. */
  private static void peer(Path scratch) {
    share(scratch.resolve("peer"), nowhere());
    ContentTraining.run(scratch.resolve("content"));
  }

  private static void share(Path folder, PrintStream nowhere) {
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
