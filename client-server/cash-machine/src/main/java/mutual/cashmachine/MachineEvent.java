package mutual.cashmachine;

import java.util.UUID;
import mutual.contracts.bank.v1.SealedPin;
import org.jspecify.annotations.Nullable;

/** What happens to the machine: power, time, keys, devices, the bank, an attendant. */
public sealed interface MachineEvent {
  /** First of all events. The devices tell what is inside the machine. */
  record PowerRestored(DeviceReport report) implements MachineEvent {}

  /** Time passes; expected at least once a second. */
  record Tick() implements MachineEvent {}

  /** The devices tell what has changed: after each of their moves, and after an attendant's. */
  record DevicesReported(DeviceReport report) implements MachineEvent {}

  record CardInserted(String cardNumber) implements MachineEvent {
    @Override
    public String toString() {
      return "CardInserted[" + MaskedCard.of(cardNumber) + "]";
    }
  }

  record CardTaken() implements MachineEvent {}

  /** A key outside PIN entry; during it the pad keeps the keys to itself. */
  record Pressed(Key key) implements MachineEvent {}

  /** Same as pressing the side key that stands for it; ignored if none does. */
  record Chosen(Choice choice) implements MachineEvent {}

  /** How many digits of a PIN have been typed. */
  record PinDigits(int count) implements MachineEvent {}

  /**
   * A PIN has been typed and entered.
   *
   * @param matches for {@link DeviceCommand.PinSlot#REPEATED}: it equals the new PIN; else true
   */
  record PinEntered(DeviceCommand.PinSlot slot, boolean matches) implements MachineEvent {}

  record PinCancelled() implements MachineEvent {}

  record PinSealed(UUID id, SealedPin pin, @Nullable SealedPin newPin) implements MachineEvent {}

  /** The key's signature was wrong, or the pad holds no PIN. */
  record PinNotSealed(UUID id, String reason) implements MachineEvent {}

  record BankAnswered(BankRequest request, BankAnswer answer) implements MachineEvent {}

  /** No answer: it may or may not have reached the bank. */
  record BankSilent(BankRequest request) implements MachineEvent {}

  /**
   * @param presented went out through the shutter; fewer than asked for, or none, after a fault
   */
  record CashPresented(UUID id, Notes presented) implements MachineEvent {}

  /** The dispenser failed and cannot tell what it presented. */
  record DispenseUncertain(UUID id) implements MachineEvent {}

  record CashTaken(UUID id) implements MachineEvent {}

  /**
   * @param counted true if the device counted them; else {@code retracted} means nothing
   */
  record CashRetracted(UUID id, Notes retracted, boolean counted) implements MachineEvent {}

  /**
   * @param escrow everything in escrow now
   * @param refused notes just given back because they were not recognised
   */
  record NotesCounted(UUID id, Notes escrow, int refused) implements MachineEvent {}

  record EscrowStored(UUID id, Notes stored) implements MachineEvent {}

  record EscrowReturned(UUID id, Notes returned) implements MachineEvent {}

  /** The notes are stuck in escrow. */
  record EscrowStuck(UUID id) implements MachineEvent {}

  record ReceiptPrinted(boolean printed) implements MachineEvent {}

  /** An attendant counted what is inside, to settle withdrawals whose outcome was uncertain. */
  record AttendantCounted(DeviceReport report) implements MachineEvent {}

  /** An attendant has dealt with a case that needed a person. */
  record AttentionCleared(UUID id) implements MachineEvent {}
}
