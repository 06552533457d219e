package mutual.bank;

/** What the other bank answered. */
public sealed interface PartnerAnswer {
  /**
   * Approved, accepted or acknowledged. {@code available}: the customer's available balance after
   * an approval, else 0.
   */
  record Yes(long available) implements PartnerAnswer {}

  /**
   * @param pinTriesLeft for a wrong PIN; -1 otherwise
   */
  record No(Refusal refusal, int pinTriesLeft) implements PartnerAnswer {}
}
