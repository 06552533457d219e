package mutual.ledger;

/** An account's sums at one moment, in minor units of its currency. */
public record AccountBalance(
    long id,
    int currency,
    int flags,
    long allowance,
    long debitsPending,
    long debitsPosted,
    long creditsPending,
    long creditsPosted) {}
