package mutual.bankserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A bank's server in a process of its own, to be killed. */
final class BankProcess implements AutoCloseable {
  private static final String READY = "READY";

  private final Process process;

  private BankProcess(Process process) {
    this.process = process;
  }

  /** Starts the bank that is in the folder; returns once it answers. */
  static BankProcess start(BankServerConfig config) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("--") || argument.startsWith("-XX")) {
        command.add(argument);
      }
    }
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BankProcess.class.getName(),
            config.dataFolder().toString(),
            config.bankCode(),
            config.bankName(),
            config.cardPrefix(),
            String.valueOf(config.nodePort())));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = lines.readLine();
      if (!READY.equals(line)) {
        process.destroyForcibly();
        throw new IllegalStateException("the bank said " + line + " instead of " + READY);
      }
      return new BankProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** What runs in the process: the server, until the process that started it is gone. */
  public static void main(String[] arguments) throws IOException {
    BankServer.start(
        TestTown.config(
            Path.of(arguments[0]),
            arguments[1],
            arguments[2],
            arguments[3],
            Integer.parseInt(arguments[4])));
    System.out.println(READY);
    int end = System.in.read();
    System.exit(end);
  }
}
