package mutual.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;

/** A {@link BankProcess} that this process has started, and how to reach it. */
final class BankUnderLoad implements AutoCloseable {
  private static final long STOP_SECONDS_MAX = 60;
  private static final Duration LAG_POLL = Duration.ofMillis(50);

  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;
  private final List<String> accounts = new ArrayList<>();
  private final List<String> cards = new ArrayList<>();
  private NodeId node = NodeId.of(new byte[NodeId.BYTES]);
  private int port;

  private BankUnderLoad(Process process) {
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
    questions = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts the process on the same Java and class path, and waits until it has been filled. */
  static BankUnderLoad start(
      Path folder, int accounts, int cards, List<NodeId> machines, String heap) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=10",
            "-Xmx" + heap,
            "-cp",
            System.getProperty("java.class.path"),
            BankProcess.class.getName(),
            folder.resolve("bank").toString(),
            Integer.toString(accounts),
            Integer.toString(cards)));
    machines.forEach(machine -> command.add(machine.toString()));
    Path log = folder.resolve("bank.log");
    BankUnderLoad bank =
        new BankUnderLoad(new ProcessBuilder(command).redirectError(log.toFile()).start());
    Runtime.getRuntime().addShutdownHook(new Thread(bank.process::destroyForcibly, "end-bank"));
    try {
      bank.awaitReady(log);
      return bank;
    } catch (IOException | RuntimeException e) {
      bank.close();
      throw e;
    }
  }

  private void awaitReady(Path log) throws IOException {
    while (true) {
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("the bank did not start:\n" + Files.readString(log));
      }
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "node" -> {
          node = NodeId.parse(words[1]);
          port = Integer.parseInt(words[2]);
        }
        case "account" -> accounts.add(words[1]);
        case "card" -> cards.add(words[1]);
        case "ready" -> {
          return;
        }
        default -> throw new IOException("the bank says: " + line);
      }
    }
  }

  NodeId node() {
    return node;
  }

  NodeAddress address() {
    return new NodeAddress("127.0.0.1", port);
  }

  /** In the order of their ids in the ledger, which begin at 1. */
  List<String> accounts() {
    return accounts;
  }

  List<String> cards() {
    return cards;
  }

  long processId() {
    return process.pid();
  }

  /** Processor time that the bank has used since it began. */
  long cpuNanos() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  /** Waits until the statement database holds all postings; tells how many it lacked at first. */
  long settle() throws IOException {
    long first = lag();
    long lag = first;
    while (lag > 0) {
      LockSupport.parkNanos(LAG_POLL.toNanos());
      lag = lag();
    }
    return first;
  }

  private long lag() throws IOException {
    questions.write("lag\n");
    questions.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the bank has ended");
    }
    return Long.parseLong(answer.substring("lag ".length()));
  }

  @Override
  public void close() throws IOException {
    try {
      questions.close();
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
