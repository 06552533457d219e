package mutual.bankserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mutual.middleware.RequestIds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example clients in docs/clients, run as people run them, against a running bank. */
final class ClientsInteropTest {
  private static final Path ROOT = Path.of(System.getProperty("mutual.root"));
  private static final Path CLIENTS = ROOT.resolve("docs/clients");
  private static final long PROGRAM_SECONDS_MAX = 60;
  private static final long INSTALL_SECONDS_MAX = 180;

  @TempDir static Path folder;
  private static TestTown town;
  private static ClientKeys keys;

  @BeforeAll
  static void open() {
    town = new TestTown(folder);
    keys =
        ClientKeys.grant(
            town.north,
            folder.resolve("keys"),
            "programs",
            Right.ACCOUNTS_READ,
            Right.TRANSFERS_WRITE);
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void pythonOverRest() throws Exception {
    listsAndTransfers(
        List.of(
            "python3",
            CLIENTS.resolve("python/client.py").toString(),
            "--bank",
            "https://127.0.0.1:" + town.north.nodePort(),
            "--keys",
            keys.folder.toString()));
  }

  @Test
  void nodeOverGrpc() throws Exception {
    Path client = folder.resolve("node");
    Files.createDirectories(client);
    for (String file : List.of("client.js", "package.json", "package-lock.json")) {
      Files.copy(CLIENTS.resolve("node").resolve(file), client.resolve(file));
    }
    Ran install =
        run(
            client,
            INSTALL_SECONDS_MAX,
            List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
    assertThat(install.code())
        .as("npm could not install the client's packages (is there a network?): " + install.text())
        .isZero();
    listsAndTransfers(
        List.of(
            "node",
            client.resolve("client.js").toString(),
            "--contracts",
            ROOT.resolve("contracts/src/main/proto").toString(),
            "--bank",
            "127.0.0.1:" + town.north.nodePort(),
            "--keys",
            keys.folder.toString()));
  }

  private static void listsAndTransfers(List<String> program) throws Exception {
    String account = TestTown.customer(town.north, "Demo Customer Program");
    Ran list = run(folder, PROGRAM_SECONDS_MAX, with(program, "accounts"));
    assertThat(list.code()).as(list.text()).isZero();
    assertThat(list.text()).contains(account + "\t" + TestTown.DEPOSIT + "\tEUR");

    String id = RequestIds.next().toString();
    List<String> transfer =
        with(program, "transfer", account, town.northAccount, "1250", "EUR", "rent", "--id", id);
    for (int i = 0; i < 2; i++) {
      Ran moved = run(folder, PROGRAM_SECONDS_MAX, transfer);
      assertThat(moved.code()).as(moved.text()).isZero();
      assertThat(moved.text()).contains(id + "\tTRANSFER_STATE_COMPLETED");
    }
    assertThat(TestTown.account(town.north, account).balance()).isEqualTo(TestTown.DEPOSIT - 1250);

    Ran refused =
        run(
            folder,
            PROGRAM_SECONDS_MAX,
            with(program, "transfer", account, town.northAccount, "99999999", "EUR"));
    assertThat(refused.code()).as(refused.text()).isEqualTo(1);
    assertThat(refused.text()).contains("TRANSFER_STATE_REFUSED");
  }

  private static List<String> with(List<String> program, String... arguments) {
    List<String> line = new ArrayList<>(program);
    line.addAll(List.of(arguments));
    return line;
  }

  private record Ran(int code, String text) {}

  private static Ran run(Path directory, long secondsMax, List<String> line)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return new Ran(-1, "not done after " + secondsMax + " s: " + Files.readString(output));
    }
    return new Ran(process.exitValue(), Files.readString(output));
  }
}
