package mutual.bank;

/**
 * What the bank charges, in minor units.
 *
 * @param foreignWithdrawal added to a withdrawal with another bank's card at this bank's machines
 * @param ownWithdrawal added to a withdrawal with this bank's card at its own machines
 */
public record FeeSchedule(long foreignWithdrawal, long ownWithdrawal) {}
