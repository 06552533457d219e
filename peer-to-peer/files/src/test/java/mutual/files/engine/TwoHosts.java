package mutual.files.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mutual.files.tracker.Programs;
import org.jspecify.annotations.Nullable;

/** Two hosts "a" and "b": network namespaces with a cable between them, gone with the test. */
final class TwoHosts implements AutoCloseable {
  /** Makes both inside a namespace of its own, so that nothing of the host is touched. */
  private static final String NETWORK =
      """
      set -e
      mount -t tmpfs none /run
      ip netns add a
      ip netns add b
      ip link add va netns a type veth peer name vb netns b
      ip -n a addr add "$1" dev va ${3:-}
      ip -n b addr add "$2" dev vb ${3:-}
      for n in a b; do
        ip -n $n link set lo up
        ip -n $n link set v$n up
        ip -n $n route add default dev v$n
        ip -n $n -6 route add default dev v$n || true
      done
      echo ready
      cat > /dev/null
      """;

  private final Process network;
  private final List<Process> guests = new ArrayList<>();

  /** With addresses such as {@code 10.77.0.1/24}. */
  TwoHosts(String a, String b) throws IOException {
    network =
        new ProcessBuilder(
                "unshare",
                "--user",
                "--map-root-user",
                "--net",
                "--mount",
                "sh",
                "-c",
                NETWORK,
                "hosts",
                a,
                b,
                // What IPv6 checks first takes a second.
                a.indexOf(':') < 0 ? "" : "nodad")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    @Nullable String line = network.inputReader().readLine();
    if (!"ready".equals(line)) {
      throw new IOException("The network could not be made");
    }
  }

  /** What runs a command on one of them. */
  List<String> on(String host, List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--target",
                Long.toString(network.pid()),
                "--user",
                "--mount",
                "--net",
                "--preserve-credentials",
                "ip",
                "netns",
                "exec",
                host));
    all.addAll(command);
    return all;
  }

  /** Runs a command on one of them until the end. */
  Process start(String host, ProcessBuilder command) throws IOException {
    Process guest = command.command(on(host, command.command())).start();
    guests.add(guest);
    return guest;
  }

  @Override
  public void close() throws IOException {
    guests.forEach(Programs::end);
    network.getOutputStream().close();
    Programs.awaitEnd(network);
  }
}
