package mutual.ledger;

/**
 * A transfer that reserves its amount and is not resolved yet.
 *
 * @param expiresAtMillis {@link #NEVER} if it does not expire
 */
public record PendingTransfer(
    long idHigh,
    long idLow,
    long debitAccount,
    long creditAccount,
    long amount,
    long expiresAtMillis,
    int code,
    long userData) {
  public static final long NEVER = Long.MAX_VALUE;
}
