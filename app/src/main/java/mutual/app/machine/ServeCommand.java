package mutual.app.machine;

import java.util.ArrayList;
import java.util.List;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.app.Serving;
import mutual.cashmachine.node.CashMachineConfig;
import mutual.cashmachine.node.CashMachineNode;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mutual cash-machine serve}. */
@Command(
    name = "serve",
    description = {
      "Run the machine until it is stopped (Ctrl-C or SIGTERM).",
      "Its devices are simulated; its front is a page on this machine only."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  mutual cash-machine serve --name north-1 --bank-name Northbank \\",
      "      --bank \"$(mutual bank id --data north)@127.0.0.1:7443\" --data m"
    })
final class ServeCommand extends FolderTask implements Runnable {
  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "As its bank knows it, such as north-1.")
  String name = "";

  @Option(
      names = "--bank",
      required = true,
      paramLabel = "NODE-ID@HOST:PORT",
      description = "Its bank's key and address; several addresses are separated by commas.")
  String bank = "";

  @Option(
      names = "--bank-name",
      required = true,
      paramLabel = "TEXT",
      description = "Shown on its front.")
  String bankName = "";

  @Option(
      names = "--front-port",
      paramLabel = "PORT",
      defaultValue = "7490",
      description = "Of its front (HTTP); ${DEFAULT-VALUE} unless said; 0 takes a free one.")
  int frontPort;

  @Override
  public void run() {
    Output out = Output.of(spec);
    int at = bank.indexOf('@');
    if (at < 0) {
      throw new CommandFailure(ExitCode.USAGE, "--bank is NODE-ID@HOST:PORT, not '" + bank + "'");
    }
    NodeId bankId;
    List<NodeAddress> addresses = new ArrayList<>();
    try {
      bankId = NodeId.parse(bank.substring(0, at));
      for (String address : bank.substring(at + 1).split(",", -1)) {
        addresses.add(NodeAddress.parse(address.strip()));
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--bank: " + e.getMessage(), e);
    }
    Serving.start();
    MachineFolder folder = new MachineFolder(data);
    try (CashMachineNode machine =
        CashMachineNode.start(
            CashMachineConfig.of(name, bankName, bankId, addresses, data)
                .withKioskPort(frontPort))) {
      folder.announce(machine.nodePort(), machine.kioskPort());
      if (out.isJson()) {
        out.line(
            "{\"nodeId\": \"%s\", \"frontPort\": %d, \"nodePort\": %d}"
                .formatted(machine.id(), machine.kioskPort(), machine.nodePort()));
      } else {
        out.line(name + " is switched on. Ctrl-C switches it off.");
        out.field("node", machine.id().toString());
        out.field("front", machine.kioskUri().toString());
      }
      Serving.untilStopped();
      folder.withdrawAnnouncement();
    } finally {
      Serving.stopped();
    }
  }
}
