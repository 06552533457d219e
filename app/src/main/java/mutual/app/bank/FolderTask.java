package mutual.app.bank;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command about the bank of a data folder. */
abstract class FolderTask {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      defaultValue = "${env:MUTUAL_BANK_DATA}",
      description = "The bank's data folder (or set MUTUAL_BANK_DATA).")
  Path data = Path.of("");

  @Spec CommandSpec spec = CommandSpec.create();
}
