package mutual.benchmarks.files;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * This program once more, in a Linux of its own: with networks, mounts and process numbers of its
 * own. So nobody's ports are in the way, nothing that is started here can speak to the world, and
 * whatever happens, all of it is gone when the first process is.
 */
public final class Sandbox {
  private static final int SIGNALLED = 128;
  private static final long STOP_SECONDS_MAX = 30;

  private Sandbox() {}

  /** Why there can be none here: a sentence; empty if there can. */
  private static String trouble() throws IOException, InterruptedException {
    if (!Tool.installed("unshare") || !Tool.installed("ip")) {
      return "This benchmark needs Linux with unshare and ip: apt-get install util-linux iproute2";
    }
    List<String> trial = new ArrayList<>(unshare());
    trial.add("true");
    return Tool.succeeds(trial.toArray(String[]::new))
        ? ""
        : "This benchmark needs networks of its own: run it as root, or allow user namespaces.";
  }

  private static List<String> unshare() {
    List<String> command = new ArrayList<>(List.of("unshare"));
    if (!"root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.addAll(
        List.of("--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--"));
    return command;
  }

  /** Runs {@link #main} there, with this process's output, until it ends. */
  static void run(PrintStream out, Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    String trouble = trouble();
    if (!trouble.isEmpty()) {
      out.println(trouble);
      return;
    }
    List<String> command = new ArrayList<>(unshare());
    command.addAll(Tool.java(Sandbox.class, folder.toAbsolutePath().toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).inheritIO().start();
    Thread end = new Thread(() -> end(process, folder), "end-sandbox");
    Runtime.getRuntime().addShutdownHook(end);
    int exit = process.waitFor();
    if (exit > SIGNALLED) {
      // Ctrl-C reaches both processes; this one is about to end, which cleans up.
      TimeUnit.SECONDS.sleep(STOP_SECONDS_MAX);
    }
    if (exit != 0) {
      throw new IOException("the benchmark did not come to its end (" + exit + ")");
    }
  }

  private static void end(Process process, Path folder) {
    try {
      // Those inside end after the process that holds the sandbox, and write until they do.
      List<ProcessHandle> inside = process.descendants().toList();
      process.destroyForcibly();
      boolean _ = process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS);
      CompletableFuture.allOf(
              inside.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
          .completeOnTimeout(null, STOP_SECONDS_MAX, TimeUnit.SECONDS)
          .join();
      Content.delete(folder);
    } catch (IOException e) {
      System.err.println("cannot remove " + folder + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @param arguments folder, which benchmark, and its sizes
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    // Where ip keeps the names of networks.
    Tool.run("mount", "-t", "tmpfs", "none", "/run");
    Tool.run("ip", "link", "set", "lo", "up");
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Path.of(arguments[0]);
    List<String> sizes = List.of(arguments).subList(2, arguments.length);
    if (arguments[1].equals("files")) {
      FilesBenchmark.inSandbox(out, folder, FilesBenchmark.Sizes.parse(sizes));
    } else {
      SwarmBenchmark.inSandbox(out, folder, Long.parseLong(sizes.getFirst()));
    }
  }
}
