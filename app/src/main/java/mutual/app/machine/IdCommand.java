package mutual.app.machine;

import java.nio.file.Path;
import mutual.app.Output;
import mutual.middleware.NodeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mutual cash-machine id}. */
@Command(
    name = "id",
    description = "Print the machine's key, by which its bank knows it; made if there is none yet.",
    footerHeading = "%nExample:%n",
    footer = "  mutual cash-machine id --data m")
final class IdCommand implements Runnable {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      defaultValue = "${env:MUTUAL_MACHINE_DATA}",
      description = "The machine's data folder (or set MUTUAL_MACHINE_DATA).")
  Path data = Path.of("");

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    NodeId id = new MachineFolder(data).identity().id();
    Output out = Output.of(spec);
    out.line(out.isJson() ? "{\"nodeId\": \"" + id + "\"}" : id.toString());
  }
}
