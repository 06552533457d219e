package mutual.cashmachine;

import java.util.UUID;
import mutual.contracts.bank.v1.Refusal;
import mutual.contracts.bank.v1.SealedPin;

/**
 * A line of the electronic journal. It is on disk before the step that it announces is taken, so
 * after a power cut the journal tells how far each transaction may have come.
 *
 * <p>Holds no PIN. Card numbers are masked, except in {@link DepositAsked}: the deposit has to be
 * asked for again with the same content until the bank answers, and for the same reason that entry
 * holds the PIN sealed to the issuer's key, which nobody but the issuer can open.
 */
public sealed interface JournalEntry {
  /** The transaction's id. */
  UUID id();

  long atMillis();

  /** The bank is about to be asked for approval. */
  record WithdrawalAsked(UUID id, long atMillis, String card, long amount, long fee)
      implements JournalEntry {}

  record WithdrawalApproved(UUID id, long atMillis) implements JournalEntry {}

  record WithdrawalRefused(UUID id, long atMillis, Refusal refusal) implements JournalEntry {}

  /**
   * The dispenser is about to pick notes.
   *
   * @param before notes on the dispenser's side before it
   */
  record DispenseStarted(UUID id, long atMillis, Notes mix, Notes before) implements JournalEntry {}

  record DispenseFinished(UUID id, long atMillis, Notes presented) implements JournalEntry {}

  record CashTaken(UUID id, long atMillis) implements JournalEntry {}

  /** Presented notes went back into the reject bin, and were counted on the way. */
  record CashRetracted(UUID id, long atMillis, Notes retracted) implements JournalEntry {}

  /** The bank must be told that this much was paid out, until it answers. */
  record ConfirmDue(UUID id, long atMillis, long dispensed) implements JournalEntry {}

  /** The bank must be told that nothing was paid out, until it answers. */
  record ReverseDue(UUID id, long atMillis, String reason) implements JournalEntry {}

  /**
   * The bank has answered the confirm or reversal.
   *
   * @param refusal unspecified if it agreed
   */
  record Settled(UUID id, long atMillis, Refusal refusal) implements JournalEntry {}

  /** Nobody knows what was paid out; no more cash until a person has counted. */
  record Uncertain(UUID id, long atMillis, String reason) implements JournalEntry {}

  /**
   * A person has counted.
   *
   * @param after notes on the dispenser's side now
   */
  record Resolved(UUID id, long atMillis, Notes after) implements JournalEntry {}

  /** Notes are in escrow, and the customer has been shown their count. */
  record DepositCounted(UUID id, long atMillis, Notes notes) implements JournalEntry {}

  record DepositAsked(
      UUID id, long atMillis, String cardNumber, SealedPin pin, String account, Notes notes)
      implements JournalEntry {
    @Override
    public String toString() {
      return "DepositAsked[id=%s, atMillis=%d, card=%s, account=%s, notes=%s]"
          .formatted(id, atMillis, MaskedCard.of(cardNumber), account, notes);
    }
  }

  record DepositAccepted(UUID id, long atMillis) implements JournalEntry {}

  record DepositRefused(UUID id, long atMillis, Refusal refusal) implements JournalEntry {}

  record DepositStored(UUID id, long atMillis) implements JournalEntry {}

  record DepositReturned(UUID id, long atMillis, Notes notes) implements JournalEntry {}

  /** Refused notes whose owner had left: in the deposit bin, for a person to give back. */
  record DepositHeld(UUID id, long atMillis, String card, Notes notes) implements JournalEntry {}

  record TransferAsked(
      UUID id, long atMillis, String card, String fromAccount, String toAccount, long amount)
      implements JournalEntry {}

  /** The answer to a transfer or change of PIN; {@code outcome} in words. */
  record ServiceAnswered(UUID id, long atMillis, String card, String outcome)
      implements JournalEntry {}

  record CardRetained(UUID id, long atMillis, String card, String reason) implements JournalEntry {}

  /** A case that needed a person has been dealt with. */
  record AttentionCleared(UUID id, long atMillis) implements JournalEntry {}
}
