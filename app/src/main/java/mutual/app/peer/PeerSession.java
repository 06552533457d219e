package mutual.app.peer;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.contracts.peer.v1.ControlContactsGrpc;
import mutual.contracts.peer.v1.ControlGrpc;
import mutual.contracts.peer.v1.ControlSharesGrpc;
import mutual.middleware.Directory;
import mutual.middleware.NodeClient;
import mutual.middleware.NodeId;
import mutual.peer.RunningPeer;

/** A conversation with the running peer of a data folder, by its owner's key. */
final class PeerSession implements AutoCloseable {
  /** For calls that ask others, or that delete much. */
  private static final int LONG_SECONDS_MAX = 50;

  private final Path folder;
  private final NodeId peer;
  private final NodeClient client;

  private PeerSession(Path folder, NodeId peer, NodeClient client) {
    this.folder = folder;
    this.peer = peer;
    this.client = client;
  }

  static PeerSession open(Path folder) throws IOException {
    RunningPeer running = RunningPeer.load(folder).orElseThrow(() -> notRunning(folder));
    Directory directory = Directory.inMemory();
    directory.put(running.id(), List.of(running.address()));
    return new PeerSession(
        folder, running.id(), NodeClient.builder(RunningPeer.owner(folder), directory).build());
  }

  static CommandFailure notRunning(Path folder) {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        "no peer runs on " + folder + "; start it with: " + PeerHome.startCommand(folder));
  }

  /** For when it had begun to answer. */
  static CommandFailure stopped(Path folder) {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        "the peer on "
            + folder
            + " stopped before it had answered; start it again with: "
            + PeerHome.startCommand(folder)
            + " (what it was fetching or checking goes on then)");
  }

  ControlGrpc.ControlBlockingStub node() {
    return client
        .stub(peer, ControlGrpc::newBlockingStub)
        .withDeadlineAfter(LONG_SECONDS_MAX, TimeUnit.SECONDS);
  }

  ControlSharesGrpc.ControlSharesBlockingStub shares() {
    return client
        .stub(peer, ControlSharesGrpc::newBlockingStub)
        .withDeadlineAfter(LONG_SECONDS_MAX, TimeUnit.SECONDS);
  }

  ControlContactsGrpc.ControlContactsBlockingStub contacts() {
    return client
        .stub(peer, ControlContactsGrpc::newBlockingStub)
        .withDeadlineAfter(LONG_SECONDS_MAX, TimeUnit.SECONDS);
  }

  /** Asks how far the peer is with something: if it does not say, it stops or has stopped. */
  <A> A askAgain(Supplier<A> question) {
    try {
      return question.get();
    } catch (StatusRuntimeException e) {
      throw e.getStatus().getCode() == Status.Code.UNAVAILABLE ? stopped(folder) : e;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
