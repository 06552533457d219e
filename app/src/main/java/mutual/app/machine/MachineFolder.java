package mutual.app.machine;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.contracts.cashmachine.v1.AttendantGrpc;
import mutual.middleware.Directory;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeClient;

/**
 * A cash machine's data folder as the commands see it. The file {@value #RUNNING_FILE} tells where
 * the machine listens while it runs; after a crash it may name a port that nobody listens at.
 */
public record MachineFolder(Path path) {
  static final String RUNNING_FILE = "running.properties";

  Identity identity() {
    return Identity.loadOrCreate(path);
  }

  public void announce(int nodePort, int frontPort) {
    Properties values = new Properties();
    values.setProperty("node-port", Integer.toString(nodePort));
    values.setProperty("front-port", Integer.toString(frontPort));
    values.setProperty("process", Long.toString(ProcessHandle.current().pid()));
    Path file = path.resolve(RUNNING_FILE);
    Path fresh = path.resolve(RUNNING_FILE + ".new");
    try {
      try (Writer writer = Files.newBufferedWriter(fresh)) {
        values.store(writer, "where this machine listens now");
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void withdrawAnnouncement() {
    try {
      Files.deleteIfExists(path.resolve(RUNNING_FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a conversation with the running machine, in its own name. */
  Session attend() {
    Path file = path.resolve(RUNNING_FILE);
    if (!Files.exists(file)) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "the machine in "
              + path
              + " is not running; start it with: mutual cash-machine serve --data "
              + path);
    }
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      values.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Identity identity = identity();
    Directory directory = Directory.inMemory();
    directory.put(
        identity.id(),
        List.of(
            new NodeAddress("127.0.0.1", Integer.parseInt(values.getProperty("node-port", "0")))));
    return new Session(identity, NodeClient.builder(identity, directory).build());
  }

  /** A conversation with a running machine. */
  record Session(Identity identity, NodeClient client) implements AutoCloseable {
    AttendantGrpc.AttendantBlockingStub attendant() {
      return client.stub(identity.id(), AttendantGrpc::newBlockingStub);
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
