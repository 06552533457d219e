package mutual.ledger;

/** What became of a request to create or close an account. */
public enum AccountResult {
  OK,
  ID_MUST_NOT_BE_ZERO,
  EXISTS,
  EXISTS_WITH_DIFFERENT_CONTENT,
  NOT_FOUND,
  NOT_EMPTY,
  FLAGS_INVALID,
  CAPACITY_REACHED
}
