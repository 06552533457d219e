package mutual.app.demo;

import java.nio.file.Path;
import java.time.Duration;
import mutual.bankserver.BankServerConfig;
import mutual.cashmachine.devices.Pace;

/**
 * How a town is to be set up.
 *
 * @param folder holds a folder for each bank and machine
 * @param portBase the first of {@link #PORTS} ports in a row; 0: any free ones
 * @param pace how long the machines' devices take
 * @param authoriseDeadline how long a bank waits for the other before it reverses a withdrawal
 * @param lossyWire whether Northbank reaches Southbank by a wire that can lose answers
 * @param peers whether there are peers beside the banks
 */
public record DemoPlan(
    Path folder,
    int portBase,
    Pace pace,
    Duration authoriseDeadline,
    boolean lossyWire,
    boolean peers) {
  public static final int PORT_BASE_DEFAULT = 7800;

  /** A peer's ports: dashboard, contacts, content. */
  static final int PORTS_OF_A_PEER = 3;

  private static final int FIRST_PEER_PORT = 7;

  /**
   * The town page, then each bank's people and node ports, then each machine's front, then those of
   * three peers.
   */
  public static final int PORTS = FIRST_PEER_PORT + 3 * PORTS_OF_A_PEER;

  /** A town for people to look at. */
  public static DemoPlan forPeople(Path folder, int portBase) {
    return new DemoPlan(
        folder,
        portBase,
        Pace.lifelike(),
        BankServerConfig.DEFAULT_AUTHORISE_DEADLINE,
        /* lossyWire= */ false,
        /* peers= */ true);
  }

  /** A town in a hurry, on any free ports, with a wire that can lose answers and no peers yet. */
  public static DemoPlan forTour(Path folder) {
    return new DemoPlan(
        folder,
        0,
        Pace.instant(),
        Duration.ofSeconds(4),
        /* lossyWire= */ true,
        /* peers= */ false);
  }

  /** All of a town, in a hurry, on any free ports. */
  public static DemoPlan forRehearsal(Path folder) {
    return new DemoPlan(
        folder,
        0,
        Pace.instant(),
        BankServerConfig.DEFAULT_AUTHORISE_DEADLINE,
        /* lossyWire= */ false,
        /* peers= */ true);
  }

  int port(int index) {
    return portBase == 0 ? 0 : portBase + index;
  }

  int peerPort(int peer) {
    return port(FIRST_PEER_PORT + peer * PORTS_OF_A_PEER);
  }
}
