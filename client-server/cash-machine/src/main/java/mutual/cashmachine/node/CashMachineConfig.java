package mutual.cashmachine.node;

import java.nio.file.Path;
import java.util.List;
import mutual.cashmachine.Cassette;
import mutual.cashmachine.MachineProfile;
import mutual.cashmachine.devices.Pace;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;

/**
 * What a cash machine is started with.
 *
 * @param profile its name, its bank's name, amounts and time-outs
 * @param bank the key of its bank
 * @param bankAddresses where its bank's node port is
 * @param cassettes what a new machine is built with; an existing one keeps what it has
 * @param kioskPort where its front is shown to a browser, on the loopback address; 0 takes a free
 *     port
 * @param dataFolder identity, journal and, as the devices are simulated, where each note is
 * @param pace how long the simulated devices take
 * @param demoCards offered on the idle screen; none for a machine in earnest
 */
public record CashMachineConfig(
    MachineProfile profile,
    NodeId bank,
    List<NodeAddress> bankAddresses,
    List<Cassette> cassettes,
    int kioskPort,
    Path dataFolder,
    Pace pace,
    List<DemoCard> demoCards) {
  /** Notes that fit into one cassette. */
  public static final int CASSETTE_NOTES_MAX = 2_000;

  public CashMachineConfig {
    bankAddresses = List.copyOf(bankAddresses);
    cassettes = List.copyOf(cassettes);
    demoCards = List.copyOf(demoCards);
  }

  /** Empty cassettes for 50, 20, 10 and 5, a free port, lifelike pace. */
  public static CashMachineConfig of(
      String name, String bankName, NodeId bank, List<NodeAddress> bankAddresses, Path dataFolder) {
    return new CashMachineConfig(
        MachineProfile.of(bankName, name),
        bank,
        bankAddresses,
        List.of(
            new Cassette(50_00, 0, CASSETTE_NOTES_MAX),
            new Cassette(20_00, 0, CASSETTE_NOTES_MAX),
            new Cassette(10_00, 0, CASSETTE_NOTES_MAX),
            new Cassette(5_00, 0, CASSETTE_NOTES_MAX)),
        0,
        dataFolder,
        Pace.lifelike(),
        List.of());
  }

  public CashMachineConfig withKioskPort(int port) {
    return new CashMachineConfig(
        profile, bank, bankAddresses, cassettes, port, dataFolder, pace, demoCards);
  }

  public CashMachineConfig withPace(Pace newPace) {
    return new CashMachineConfig(
        profile, bank, bankAddresses, cassettes, kioskPort, dataFolder, newPace, demoCards);
  }

  public CashMachineConfig withDemoCards(List<DemoCard> cards) {
    return new CashMachineConfig(
        profile, bank, bankAddresses, cassettes, kioskPort, dataFolder, pace, cards);
  }
}
