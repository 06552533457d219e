package mutual.cashmachine;

import java.util.List;
import java.util.UUID;
import mutual.cashmachine.DeviceReport.DispenseMemory;
import mutual.cashmachine.OpenTransaction.Stage;
import mutual.cashmachine.OpenTransaction.Withdrawal;
import org.jspecify.annotations.Nullable;

/**
 * What each withdrawal comes to: confirmed as far as notes went out and stayed out, reversed if
 * none did, or uncertain until a person has counted.
 */
final class Payouts {
  private final Machine machine;
  private @Nullable Retraction retraction;

  /** Presented notes being taken back. */
  private record Retraction(UUID id, long deadlineMillis) {}

  Payouts(Machine machine) {
    this.machine = machine;
  }

  void tick() {
    if (retraction != null && machine.now() >= retraction.deadlineMillis()) {
      retracted(new MachineEvent.CashRetracted(retraction.id(), Notes.NONE, false));
    }
  }

  /** The recovery table: what a withdrawal comes to that a power cut broke off. */
  void recover(Withdrawal withdrawal, DeviceReport devices) {
    UUID id = withdrawal.id();
    switch (withdrawal.stage()) {
      case ASKED -> reverse(id, "power cut before the bank's answer was known");
      case APPROVED -> reverse(id, "power cut before notes were picked");
      case DISPENSING -> {
        switch (devices.lastDispense()) {
          case DispenseMemory.Lost _ ->
              uncertain(id, "power cut while dispensing; the device cannot tell");
          case DispenseMemory.Known known -> {
            Notes presented = id.equals(known.id()) ? known.presented() : Notes.NONE;
            machine.journal(new JournalEntry.DispenseFinished(id, machine.now(), presented));
            if (presented.isEmpty()) {
              decide(id, "power cut before notes were presented");
            } else {
              settlePresented(id, devices);
            }
          }
        }
      }
      case PRESENTED -> settlePresented(id, devices);
      case RETRACTED -> decide(id, "the notes were not taken");
      case CONFIRMING ->
          machine.deliveries().begin(new BankRequest.Confirm(id, withdrawal.dispensed()));
      case REVERSING -> machine.deliveries().begin(new BankRequest.Reverse(id));
      case UNCERTAIN -> {}
    }
  }

  private void settlePresented(UUID id, DeviceReport devices) {
    if (!devices.shutter().isEmpty()) {
      retract(id);
      return;
    }
    if (!(devices.lastDispense() instanceof DispenseMemory.Known known) || !id.equals(known.id())) {
      // The notes may have been taken, or taken back just before the power went.
      uncertain(id, "power cut after notes were presented; the device cannot tell");
      return;
    }
    Notes back = machine.book().withdrawal(id).presented().less(known.presented());
    if (!back.isEmpty()) {
      machine.journal(new JournalEntry.CashRetracted(id, machine.now(), back));
    }
    decide(id, "the notes were not taken");
  }

  /** After a power cut: takes back notes that no withdrawal has sent for. */
  void clearShutter(DeviceReport devices) {
    if (!devices.shutter().isEmpty() && retraction == null) {
      takeBack(devices);
    }
  }

  private void takeBack(DeviceReport devices) {
    UUID last =
        devices.lastDispense() instanceof DispenseMemory.Known known && known.id() != null
            ? known.id()
            : new UUID(0, 0);
    machine.device(new DeviceCommand.Retract(last));
  }

  /** Takes presented notes back; {@link #retracted} hears of it, or of the device's silence. */
  void retract(UUID id) {
    retraction = new Retraction(id, machine.now() + machine.profile().waits().device());
    machine.device(new DeviceCommand.Retract(id));
  }

  /** Also after a silence of the device: then nobody knows what came back. */
  void retracted(MachineEvent.CashRetracted event) {
    if (retraction != null && retraction.id().equals(event.id())) {
      retraction = null;
    }
    if (machine.book().open(event.id()) instanceof Withdrawal withdrawal
        && withdrawal.stage() == Stage.PRESENTED) {
      if (event.counted()) {
        machine.journal(
            new JournalEntry.CashRetracted(event.id(), machine.now(), event.retracted()));
        decide(event.id(), "the notes were not taken");
      } else {
        uncertain(event.id(), "notes were taken back, and the device cannot tell how many");
      }
      Session session = machine.session();
      if (session != null) {
        session.on(event);
      }
    }
  }

  /** A person's count decides what an uncertain withdrawal paid out. */
  void counted(DeviceReport counted) {
    if (machine.book().uncertain() && !counted.shutter().isEmpty()) {
      // What lies in the shutter may yet be taken, so such a count decides nothing.
      takeBack(counted);
      return;
    }
    for (OpenTransaction transaction : List.copyOf(machine.book().open())) {
      if (transaction instanceof Withdrawal withdrawal && withdrawal.stage() == Stage.UNCERTAIN) {
        Notes after = counted.dispenserSide();
        machine.journal(new JournalEntry.Resolved(withdrawal.id(), machine.now(), after));
        long paid = Math.min(withdrawal.before().less(after).total(), withdrawal.amount());
        settle(withdrawal.id(), paid, "a person counted: nothing was paid out");
      }
    }
  }

  /** Confirms what went out and stayed out, or reverses if that is nothing. */
  void decide(UUID id, String reasonIfNothing) {
    settle(id, machine.book().withdrawal(id).presented().total(), reasonIfNothing);
  }

  private void settle(UUID id, long paid, String reasonIfNothing) {
    if (paid > 0) {
      machine.journal(new JournalEntry.ConfirmDue(id, machine.now(), paid));
      machine.deliveries().begin(new BankRequest.Confirm(id, paid));
    } else {
      reverse(id, reasonIfNothing);
    }
  }

  void reverse(UUID id, String reason) {
    machine.journal(new JournalEntry.ReverseDue(id, machine.now(), reason));
    machine.deliveries().begin(new BankRequest.Reverse(id));
  }

  /** Nobody knows what was paid out: a person has to count. */
  void uncertain(UUID id, String reason) {
    machine.journal(new JournalEntry.Uncertain(id, machine.now(), reason));
  }
}
