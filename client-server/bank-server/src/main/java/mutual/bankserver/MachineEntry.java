package mutual.bankserver;

import mutual.bank.Bank;
import org.jspecify.annotations.Nullable;

/**
 * A cash machine: what the books say of it and what it last said itself.
 *
 * @param report null if it was never heard of
 */
public record MachineEntry(Bank.MachineView machine, String place, @Nullable MachineReport report) {

  /** True if the machine's last count equals its books, or it was never heard of. */
  public boolean countAgrees() {
    return report == null || report.counted() == machine.cash();
  }
}
