package mutual.app.bank;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the bank of a data folder listens while it runs: the file {@value #FILE}, written when its
 * ports are open and removed when it stops. After a crash it may name ports that nobody listens at.
 */
record RunningBank(String address, int nodePort, int peoplePort) {
  static final String FILE = "running.properties";

  static Optional<RunningBank> load(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      values.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(
        new RunningBank(
            values.getProperty("address", "127.0.0.1"),
            Integer.parseInt(values.getProperty("node-port", "0")),
            Integer.parseInt(values.getProperty("people-port", "0"))));
  }

  void store(Path folder) {
    Properties values = new Properties();
    values.setProperty("address", address);
    values.setProperty("node-port", Integer.toString(nodePort));
    values.setProperty("people-port", Integer.toString(peoplePort));
    values.setProperty("process", Long.toString(ProcessHandle.current().pid()));
    BankSettings.write(folder.resolve(FILE), values, "where this bank listens now");
  }

  static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
