package mutual.bankserver;

import java.time.Instant;
import java.util.UUID;

/**
 * One movement on an account, from the statement database.
 *
 * @param sequence position in the bank's postings; never reused
 * @param amount positive into the account, negative out of it, in minor units
 * @param counterparty the other account; empty if there is none
 * @param previous position of the account's movement before this one; 0: this is its first
 */
public record StatementLine(
    long sequence,
    Instant time,
    long amount,
    long balanceAfter,
    String kind,
    String counterparty,
    String reference,
    UUID id,
    long previous) {}
