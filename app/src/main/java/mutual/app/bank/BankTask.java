package mutual.app.bank;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import mutual.app.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks the running bank of a data folder for something. */
abstract class BankTask implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      defaultValue = "${env:MUTUAL_BANK_DATA}",
      description = "The bank's data folder (or set MUTUAL_BANK_DATA).")
  @Nullable Path data;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (BankSession bank = BankSession.open(folder())) {
      return run(bank, Output.of(spec));
    }
  }

  Path folder() {
    if (data == null) {
      throw new IllegalStateException("picocli lets no command run without --data");
    }
    return data;
  }

  /** Does the work and returns the exit code. */
  abstract int run(BankSession bank, Output out);
}
