package mutual.app.peer;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import mutual.app.Output;
import mutual.middleware.NodeUnreachableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks the running peer of a data folder for something. */
abstract class PeerTask implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", description = PeerHome.OPTION_TEXT)
  @Nullable Path data;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public final Integer call() throws IOException, InterruptedException {
    Path folder = folder();
    try (PeerSession peer = PeerSession.open(folder)) {
      return run(peer, Output.of(spec));
    } catch (StatusRuntimeException e) {
      Status status = e.getStatus();
      if (status.getCause() instanceof NodeUnreachableException) {
        throw PeerSession.notRunning(folder);
      }
      // What the peer itself says has no cause on this side.
      if (status.getCode() == Status.Code.UNAVAILABLE && status.getCause() != null) {
        throw PeerSession.stopped(folder);
      }
      throw e;
    }
  }

  private Path folder() {
    Path named = data;
    CommandSpec parent = spec.parent();
    if (named == null && parent != null && parent.userObject() instanceof PeerTask group) {
      named = group.data; // As in: mutual shares --data DIR pause NAME
    }
    return PeerHome.folder(named);
  }

  /** Does the work and returns the exit code. */
  abstract int run(PeerSession peer, Output out) throws IOException, InterruptedException;
}
