package mutual.cashmachine;

import java.util.List;
import java.util.UUID;
import mutual.contracts.bank.v1.PinKey;

/** What the machine tells a device to do. Answers come as {@link MachineEvent}s. */
public sealed interface DeviceCommand {
  /** Answered by {@link MachineEvent.CardTaken} once the customer takes it. */
  record EjectCard() implements DeviceCommand {}

  /** Moves the card into the bin for retained cards. Answered by nothing. */
  record RetainCard() implements DeviceCommand {}

  /**
   * Collects a PIN in the pad. Answered by {@link MachineEvent.PinDigits} and {@link
   * MachineEvent.PinEntered}.
   */
  record EnterPin(PinSlot slot) implements DeviceCommand {}

  /**
   * Checks the key's signature and seals the PIN (and the new one, if asked) to it, for one
   * request. Answered by {@link MachineEvent.PinSealed} or {@link MachineEvent.PinNotSealed}.
   */
  record SealPin(UUID id, String cardNumber, PinKey key, boolean withNewPin)
      implements DeviceCommand {
    @Override
    public String toString() {
      return "SealPin[" + id + "]";
    }
  }

  /** Forgets every PIN. Answered by nothing. */
  record WipePins() implements DeviceCommand {}

  /**
   * Picks notes and presents them. Answered by {@link MachineEvent.CashPresented} or {@link
   * MachineEvent.DispenseUncertain}, and, once they are taken, {@link MachineEvent.CashTaken}.
   */
  record Dispense(UUID id, Notes notes) implements DeviceCommand {}

  /**
   * Takes presented notes back into the reject bin. Answered by {@link MachineEvent.CashRetracted}.
   */
  record Retract(UUID id) implements DeviceCommand {}

  /** Opens the slot for notes. Answered by {@link MachineEvent.NotesCounted}, repeatedly. */
  record AcceptNotes(UUID id) implements DeviceCommand {}

  /** Moves the escrow into the deposit bin. Answered by {@link MachineEvent.EscrowStored}. */
  record StoreEscrow(UUID id) implements DeviceCommand {}

  /** Gives the escrow back. Answered by {@link MachineEvent.EscrowReturned}. */
  record ReturnEscrow(UUID id) implements DeviceCommand {}

  /** Answered by {@link MachineEvent.ReceiptPrinted}. */
  record PrintReceipt(List<String> lines) implements DeviceCommand {
    public PrintReceipt {
      lines = List.copyOf(lines);
    }
  }

  /** Which PIN is being typed. */
  enum PinSlot {
    CURRENT,
    NEW,
    REPEATED
  }
}
