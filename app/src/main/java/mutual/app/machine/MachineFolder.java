package mutual.app.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.app.PropertiesFile;
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
    PropertiesFile.write(
        path.resolve(RUNNING_FILE),
        Map.of(
            "node-port", nodePort,
            "front-port", frontPort,
            "process", ProcessHandle.current().pid()),
        "where this machine listens now");
  }

  public void withdrawAnnouncement() {
    PropertiesFile.remove(path.resolve(RUNNING_FILE));
  }

  /** Opens a conversation with the running machine, in its own name. */
  Session attend() {
    PropertiesFile running =
        PropertiesFile.read(path.resolve(RUNNING_FILE))
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "the machine in "
                            + path
                            + " is not running; start it with: mutual cash-machine serve --data "
                            + path));
    Identity identity = identity();
    Directory directory = Directory.inMemory();
    directory.put(
        identity.id(), List.of(new NodeAddress("127.0.0.1", (int) running.number("node-port"))));
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
