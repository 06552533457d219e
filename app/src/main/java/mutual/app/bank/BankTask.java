package mutual.app.bank;

import java.util.concurrent.Callable;
import mutual.app.Output;

/** A command that asks the running bank of a data folder for something. */
abstract class BankTask extends FolderTask implements Callable<Integer> {
  @Override
  public Integer call() {
    try (BankSession bank = BankSession.open(data)) {
      return run(bank, Output.of(spec));
    }
  }

  /** Does the work and returns the exit code. */
  abstract int run(BankSession bank, Output out);
}
