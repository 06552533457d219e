package mutual.app.machine;

import mutual.app.Output;
import mutual.middleware.NodeId;
import picocli.CommandLine.Command;

/** {@code mutual cash-machine id}. */
@Command(
    name = "id",
    description = "Print the machine's key, by which its bank knows it; made if there is none yet.",
    footerHeading = "%nExample:%n",
    footer = "  mutual cash-machine id --data m")
final class IdCommand extends FolderTask implements Runnable {
  @Override
  public void run() {
    NodeId id = new MachineFolder(data).identity().id();
    Output out = Output.of(spec);
    out.line(out.isJson() ? "{\"nodeId\": \"" + id + "\"}" : id.toString());
  }
}
