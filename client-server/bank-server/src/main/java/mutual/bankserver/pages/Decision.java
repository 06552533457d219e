package mutual.bankserver.pages;

import mutual.bank.ExchangeView;
import mutual.pages.Format;

/**
 * What a person is asked about an exchange that machines cannot settle, in words that fit what has
 * happened: the same amount means different things in different cases.
 *
 * @param label of the amount to write
 * @param hint what each amount does
 */
public record Decision(String situation, String label, String hint) {
  static Decision about(ExchangeView exchange, boolean waits) {
    String all = Format.amount(exchange.amount(), exchange.currency());
    if (exchange.state() != ExchangeView.State.DISPUTED) {
      return new Decision(
          waits
              ? "Nobody but a person can settle this one. Count the machine, or ask the partner"
                  + " bank, what was really paid out."
              : "This exchange is under way and settles by itself as a rule. Decide only if you"
                  + " know what happened.",
          "Really paid out",
          "0 if nothing; at most " + all);
    }
    if (exchange.role() == ExchangeView.Role.SENDER) {
      return new Decision(
          "It is unclear whether the partner bank has booked this transfer. Ask it.",
          "Arrived there",
          all + " if it has booked it; 0 if not: the money is our customer's again");
    }
    if (exchange.dispensed() > 0) {
      String paid = Format.amount(exchange.dispensed(), exchange.currency());
      return new Decision(
          "Our machine has paid out "
              + paid
              + ", and the partner bank does not know that it must pay. Agree with it.",
          "The partner bank pays",
          paid + " if it will pay after all; 0 writes that and the fee off as our loss");
    }
    return new Decision(
        "This withdrawal was reversed, and the partner bank contradicts. Count the machine, and ask"
            + " the partner bank.",
        "Really paid out",
        "0 if nothing; at most " + all);
  }
}
