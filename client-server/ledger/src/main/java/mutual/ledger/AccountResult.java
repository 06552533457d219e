package mutual.ledger;

/**
 * What became of a request to create, change or close an account. Where several refusals apply, the
 * first in this list is given.
 */
public enum AccountResult {
  OK,
  ID_MUST_NOT_BE_ZERO,
  /** The flags hold unknown bits, both limits, or {@link AccountFlags#CLOSED}. */
  FLAGS_INVALID,
  /** Currencies are positive numbers. */
  CURRENCY_INVALID,
  ALLOWANCE_NEGATIVE,
  /** The same account was created before. */
  EXISTS,
  /** An account with this id has another currency, other flags or another allowance. */
  EXISTS_WITH_DIFFERENT_CONTENT,
  /** The ledger holds as many accounts as it may. */
  CAPACITY_REACHED,
  NOT_FOUND,
  /** An account is closed only when nothing is pending and debits equal credits. */
  NOT_EMPTY
}
