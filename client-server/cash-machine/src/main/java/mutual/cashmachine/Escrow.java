package mutual.cashmachine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import mutual.cashmachine.OpenTransaction.Deposit;
import mutual.cashmachine.OpenTransaction.DepositStage;
import mutual.contracts.bank.v1.Refusal;

/**
 * Where the notes of a deposit go once the bank has decided: kept if it booked them, given back if
 * it refused and their owner is still there, else kept apart for a person to give back.
 */
final class Escrow {
  private final Machine machine;
  private final Set<UUID> stuck = new HashSet<>();
  private final Set<UUID> returning = new HashSet<>();

  Escrow(Machine machine) {
    this.machine = machine;
  }

  void decided(UUID id, BankAnswer answer, Refusal refusal) {
    Session session = machine.session();
    boolean ownerThere = session != null && session.depositing();
    if (refusal == Refusal.REFUSAL_UNSPECIFIED) {
      machine.journal(new JournalEntry.DepositAccepted(id, machine.now()));
      store(id);
    } else {
      machine.journal(new JournalEntry.DepositRefused(id, machine.now(), refusal));
      if (ownerThere) {
        giveBack(id);
      } else {
        store(id);
      }
    }
    if (session != null && ownerThere) {
      session.depositDecided(id, answer);
    }
  }

  /** True while notes may still be on their way out. */
  boolean returning() {
    return !returning.isEmpty();
  }

  void giveBack(UUID id) {
    returning.add(id);
    machine.device(new DeviceCommand.ReturnEscrow(id));
  }

  /** Notes that nobody asked the bank about leave by the slot as soon as nobody uses it. */
  void tick() {
    DeviceReport devices = machine.devices();
    if (!devices.escrow().isEmpty()
        && devices.acceptor() == DeviceReport.Health.WORKING
        && !returning()
        && !machine.busy()
        && !machine.book().depositOpen()) {
      giveBack(machine.freshId());
    }
  }

  void store(UUID id) {
    machine.device(new DeviceCommand.StoreEscrow(id));
  }

  void stored(MachineEvent.EscrowStored event) {
    if (machine.book().open(event.id()) instanceof Deposit deposit) {
      if (deposit.stage() == DepositStage.ACCEPTED) {
        machine.journal(new JournalEntry.DepositStored(event.id(), machine.now()));
      } else if (deposit.stage() == DepositStage.REFUSED) {
        machine.journal(
            new JournalEntry.DepositHeld(
                event.id(), machine.now(), deposit.card(), deposit.notes()));
      }
    }
    tellSession(event);
  }

  void returned(MachineEvent.EscrowReturned event) {
    returning.remove(event.id());
    boolean asked =
        machine.book().open(event.id()) instanceof Deposit deposit
            && deposit.stage() != DepositStage.REFUSED;
    if (!asked) {
      machine.journal(
          new JournalEntry.DepositReturned(event.id(), machine.now(), event.returned()));
    }
    tellSession(event);
  }

  void stuck(UUID id) {
    returning.remove(id);
    stuck.add(id);
    tellSession(new MachineEvent.EscrowStuck(id));
  }

  /** Once the acceptor has been repaired, what was stuck goes into the bin. */
  void reported(DeviceReport report) {
    if (report.acceptor() == DeviceReport.Health.FAULTY || stuck.isEmpty()) {
      return;
    }
    for (UUID id : List.copyOf(stuck)) {
      stuck.remove(id);
      if (machine.book().open(id) instanceof Deposit) {
        store(id);
      }
    }
  }

  private void tellSession(MachineEvent event) {
    Session session = machine.session();
    if (session != null) {
      session.on(event);
    }
  }
}
