package mutual.benchmarks.files;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process that this one has started, of whatever software. Those that are driven by lines read
 * one command a line, its words separated by tabs, and answer each with one line.
 */
final class Tool implements Closeable {
  /** The system property in which the launcher says with which flags it starts a peer's JVM. */
  private static final String PEER_FLAGS = "mutual.peer.flags";

  /** How long anything may take that is not what is measured. */
  static final Duration PREPARATION_MAX = Duration.ofMinutes(3);

  private static final int ANSWERS_MAX = 1_000;
  private static final int LOG_LINES_SHOWN_MAX = 12;
  private static final Duration STOP_MAX = Duration.ofSeconds(15);

  private final Path log;
  private final Process process;
  private final Writer commands;
  private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(ANSWERS_MAX);

  private Tool(Process process, Path log) {
    this.process = process;
    this.log = log;
    commands = process.outputWriter(StandardCharsets.UTF_8);
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    Thread.ofVirtual().name("tool-answers").start(() -> read(said));
  }

  /**
   * @param folder where it works, and where what it says on standard error is kept
   */
  static Tool start(Path folder, List<String> command) throws IOException {
    Files.createDirectories(folder);
    Path log = folder.resolve("log");
    return new Tool(
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile()).start(),
        log);
  }

  /** How to start a class of this program in a Java of its own. */
  static List<String> java(Class<?> main, String... arguments) {
    return java(List.of(), main, arguments);
  }

  /** The command of a class of ours, as the launcher starts a peer: with a heap as small. */
  static List<String> peer(Class<?> main, String... arguments) {
    String flags = System.getProperty(PEER_FLAGS, "");
    return java(flags.isEmpty() ? List.of() : List.of(flags.split(" ", -1)), main, arguments);
  }

  private static List<String> java(List<String> flags, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-XX:+UseSerialGC"));
    // As the launcher starts a program: with what was loaded, linked and profiled at build.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(Tool::isPassedOn)
        .forEach(command::add);
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static boolean isPassedOn(String flag) {
    return flag.startsWith("-XX:AOTCache=")
        || flag.equals("-Xlog:disable")
        || flag.startsWith("-D" + PEER_FLAGS + "=");
  }

  /** Whether the PATH has a program of this name; Debian keeps some where only root looks. */
  static boolean installed(String program) {
    return Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Runs a command to its end; says whether it succeeded. */
  static boolean succeeds(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(PREPARATION_MAX)) {
      process.destroyForcibly();
      throw new IOException("does not end: " + String.join(" ", command));
    }
    return process.exitValue() == 0;
  }

  /** Runs a command that has to succeed. */
  static void run(String... command) throws IOException, InterruptedException {
    if (!succeeds(command)) {
      throw new IOException("failed: " + String.join(" ", command));
    }
  }

  private void read(BufferedReader said) {
    try {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (!answers.offer(line)) {
          answers.clear(); // What nobody waits for; its newest lines say more.
        }
      }
    } catch (IOException e) {
      // It has ended, which whoever waits for an answer finds out.
    }
  }

  void send(Object... words) throws IOException {
    commands.write(String.join("\t", Stream.of(words).map(Object::toString).toList()) + "\n");
    commands.flush();
  }

  /** The words of its next line. */
  String[] answer(Duration max) throws IOException, InterruptedException {
    long end = System.nanoTime() + max.toNanos();
    while (true) {
      @Nullable String line = answers.poll(100, TimeUnit.MILLISECONDS);
      if (line != null && line.startsWith("failed")) {
        throw trouble(line);
      }
      if (line != null) {
        return line.split("\t", -1);
      }
      if (!process.isAlive() && answers.isEmpty()) {
        throw trouble("it has ended");
      }
      if (System.nanoTime() > end) {
        throw trouble("no answer within " + max.toSeconds() + " s");
      }
    }
  }

  String[] ask(Object... words) throws IOException, InterruptedException {
    send(words);
    return answer(PREPARATION_MAX);
  }

  boolean runs() {
    return process.isAlive();
  }

  /** What went wrong, with the end of its log. */
  IOException trouble(String what) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    return new IOException(
        what
            + "\n"
            + String.join(
                "\n",
                lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN_MAX), lines.size())));
  }

  double cpuSeconds() throws IOException {
    return Usage.cpuSeconds(process.toHandle());
  }

  long peakBytes() throws IOException {
    return Usage.peakBytes(process.toHandle());
  }

  long residentBytes() throws IOException {
    return Usage.residentBytes(process.toHandle());
  }

  /** Asks it and its children to end, and makes them if they do not. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX)) {
        children.forEach(ProcessHandle::destroyForcibly);
        int _ = process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      children.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
