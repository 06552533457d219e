package mutual.app.machine;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command about the machine of a data folder. */
abstract class FolderTask {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      defaultValue = "${env:MUTUAL_MACHINE_DATA}",
      description = "The machine's data folder (or set MUTUAL_MACHINE_DATA).")
  Path data = Path.of("");

  @Spec CommandSpec spec = CommandSpec.create();
}
