package mutual.bankserver;

import java.util.List;
import mutual.bank.Bank;

/**
 * A partner bank.
 *
 * @param addresses host:port, in the order in which they are tried
 * @param reachable whether the last attempt to speak to it succeeded
 */
public record PartnerEntry(
    Bank.PartnerView partner, String name, List<String> addresses, boolean reachable) {
  /** Positive if the partner owes this bank. */
  public long net() {
    return partner.dueFrom() - partner.dueTo();
  }
}
