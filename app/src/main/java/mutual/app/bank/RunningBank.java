package mutual.app.bank;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import mutual.app.PropertiesFile;

/**
 * Where the bank of a data folder listens while it runs: the file {@value #FILE}, written when its
 * ports are open and removed when it stops. After a crash it may name ports that nobody listens at.
 */
record RunningBank(String address, int nodePort, int peoplePort) {
  static final String FILE = "running.properties";

  static Optional<RunningBank> load(Path folder) {
    return PropertiesFile.read(folder.resolve(FILE))
        .map(
            values ->
                new RunningBank(
                    values.text("address"),
                    (int) values.number("node-port"),
                    (int) values.number("people-port")));
  }

  void store(Path folder) {
    PropertiesFile.write(
        folder.resolve(FILE),
        Map.of(
            "address", address,
            "node-port", nodePort,
            "people-port", peoplePort,
            "process", ProcessHandle.current().pid()),
        "where this bank listens now");
  }

  static void remove(Path folder) {
    PropertiesFile.remove(folder.resolve(FILE));
  }
}
