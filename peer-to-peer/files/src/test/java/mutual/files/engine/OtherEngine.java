package mutual.files.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import mutual.files.Await;
import mutual.files.tracker.Programs;
import org.jspecify.annotations.Nullable;

/** An {@link EngineProcess} as its parent sees it. */
final class OtherEngine implements AutoCloseable {
  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  /**
   * Starts one.
   *
   * @param where makes the command that runs another in its place, such as a namespace
   * @param words what the process is told: folder, address, port, ...
   */
  OtherEngine(UnaryOperator<List<String>> where, Object... words) throws IOException {
    process =
        new ProcessBuilder(where.apply(command(EngineProcess.class, words)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    commands = process.outputWriter(UTF_8);
    answers = process.inputReader(UTF_8);
  }

  /** What runs a test's program. */
  static List<String> command(Class<?> program, Object... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath(),
                program.getName()));
    Arrays.stream(words).map(Object::toString).forEach(command::add);
    return command;
  }

  /** Whatever loads the tests: the JVM itself, or a runner with a loader of its own. */
  private static String classPath() {
    return EngineProcess.class.getClassLoader() instanceof URLClassLoader own
        ? Arrays.stream(own.getURLs()).map(URL::getPath).collect(Collectors.joining(":"))
        : System.getProperty("java.class.path");
  }

  String ask(Object... words) {
    String line = Arrays.stream(words).map(Object::toString).collect(Collectors.joining("\t"));
    try {
      commands.write(line + "\n");
      commands.flush();
      @Nullable String answer = answers.readLine();
      if (answer == null) {
        throw new AssertionError("The engine ended at: " + line);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("The engine ended at: " + line, e);
    }
  }

  int port() {
    return Integer.parseInt(ask("port"));
  }

  /** Shares a file or folder; its magnet link. */
  String share(Path source, Object format) {
    return ask("share", source, format);
  }

  String state() {
    return ask("status").split("\t", -1)[0];
  }

  /** Bytes that are here and verified. */
  long hereBytes() {
    return Long.parseLong(ask("status").split("\t", -1)[1]);
  }

  /** Bytes of blocks that have come, over all runs. */
  long receivedBytes() {
    return Long.parseLong(ask("status").split("\t", -1)[2]);
  }

  void awaitState(String wanted) {
    Await.until(() -> state().equals(wanted), () -> ask("status"));
  }

  void awaitComplete() {
    awaitState("COMPLETE");
  }

  /** Ends it as a power cut would, but for what the system still holds. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    int _ = process.waitFor();
  }

  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      commands.close();
    }
    Programs.awaitEnd(process);
  }
}
