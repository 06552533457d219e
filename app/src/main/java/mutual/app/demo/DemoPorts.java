package mutual.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;

/** The row of ports that a demo takes. */
final class DemoPorts {
  private static final int STEP = 100;
  private static final int PORT_MAX = 65_535;

  private DemoPorts() {}

  /** Fails with a message that names a free row, if one of the ports is taken. */
  static void check(int base) {
    if (base < 0 || base + DemoPlan.PORTS > PORT_MAX) {
      throw new CommandFailure(
          ExitCode.USAGE, "--port-base lies between 0 and " + (PORT_MAX - DemoPlan.PORTS));
    }
    OptionalInt taken = firstTaken(base);
    if (base == 0 || taken.isEmpty()) {
      return;
    }
    for (int other = base + STEP; other + DemoPlan.PORTS <= PORT_MAX; other += STEP) {
      if (firstTaken(other).isEmpty()) {
        throw new CommandFailure(
            ExitCode.ENVIRONMENT,
            "port " + taken.getAsInt() + " is in use; try: mutual demo --port-base " + other);
      }
    }
    throw new CommandFailure(ExitCode.ENVIRONMENT, "port " + taken.getAsInt() + " is in use");
  }

  private static OptionalInt firstTaken(int base) {
    for (int port = base; port < base + DemoPlan.PORTS; port++) {
      try (ServerSocket probe = new ServerSocket()) {
        probe.setReuseAddress(true);
        probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (IOException taken) {
        return OptionalInt.of(port);
      }
    }
    return OptionalInt.empty();
  }
}
