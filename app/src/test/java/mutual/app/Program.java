package mutual.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The program as a process of its own, started by the launcher; {@link #kill} is {@code kill -9}.
 */
public final class Program implements AutoCloseable {
  private static final Path LAUNCHER =
      Path.of(System.getProperty("mutual.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("mutual");
  private static final int START_SECONDS_MAX = 90;
  private static final int STOP_SECONDS_MAX = 45;

  private final Process process;
  private final String firstLine;

  private Program(Process process, String firstLine) {
    this.process = process;
    this.firstLine = firstLine;
  }

  /** Starts it and waits for its first line, which a serving command prints when it is ready. */
  public static Program start(Path errors, String... args) {
    List<String> command = new ArrayList<>(List.of("/bin/bash", LAUNCHER.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    builder.environment().put("MUTUAL_BUILD", "never");
    builder.environment().put("MUTUAL_JVM_OPTIONS", "-XX:TieredStopAtLevel=1 -Xmx1g");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      CompletableFuture<String> first = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> readAll(out, first));
      try {
        return new Program(process, first.get(START_SECONDS_MAX, TimeUnit.SECONDS));
      } catch (ExecutionException | TimeoutException e) {
        process.destroyForcibly();
        throw new AssertionError(
            String.join(" ", args) + " did not start: " + Files.readString(errors), e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void readAll(BufferedReader out, CompletableFuture<String> first) {
    try (out) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        first.complete(line);
      }
      first.completeExceptionally(new IOException("it ended"));
    } catch (IOException e) {
      first.completeExceptionally(e);
    }
  }

  public String firstLine() {
    return firstLine;
  }

  /** No chance to write anything more. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** SIGTERM; returns the exit code. */
  public int stop() {
    process.destroy();
    await();
    return process.exitValue();
  }

  private void await() {
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the process did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }
}
