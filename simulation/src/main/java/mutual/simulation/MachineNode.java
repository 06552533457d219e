package mutual.simulation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import mutual.cashmachine.BankRequest;
import mutual.cashmachine.DeviceCommand;
import mutual.cashmachine.Effect;
import mutual.cashmachine.JournalEntry;
import mutual.cashmachine.JournalEntryCodec;
import mutual.cashmachine.Machine;
import mutual.cashmachine.MachineEvent;
import mutual.cashmachine.MachineProfile;
import mutual.cashmachine.Notes;
import mutual.cashmachine.OpenTransaction;
import mutual.journal.FaultyFileSystem;
import mutual.journal.RecordFile;
import org.jspecify.annotations.Nullable;

/**
 * A cash machine in the simulation: the real core and its real journal, on simulated devices, with
 * a customer in front of it who does anything the screen offers.
 */
final class MachineNode {
  private static final Path JOURNAL = Path.of("/machine/journal");
  private static final long DEVICE_MILLIS_MAX = 3_000;

  private final String name;
  private final BankNode bank;
  private final MachineDoor door;
  private final EventQueue queue;
  private final Network network;
  private final SplittableRandom random;
  private final Ids ids;
  private final FaultyFileSystem disk;
  private final Devices devices;
  private final MachineProfile profile;
  private final Customer customer;
  private double deviceFault;
  private @Nullable RecordFile journal;
  private @Nullable Machine machine;
  private String pin = "";
  private String newPin = "";
  private int life;
  private int cuts;

  MachineNode(
      String name,
      BankNode bank,
      EventQueue queue,
      Network network,
      SplittableRandom random,
      Ids ids,
      int notesEach,
      double deviceFault,
      Town town) {
    this.name = name;
    this.bank = bank;
    this.door = new MachineDoor(bank, name, network);
    this.queue = queue;
    this.network = network;
    this.random = random;
    this.ids = ids;
    this.disk = new FaultyFileSystem(random.split());
    this.devices = new Devices(random.split(), notesEach);
    this.profile = MachineProfile.of(bank.code(), name);
    this.deviceFault = deviceFault;
    this.customer = new Customer(this, town, random.split());
  }

  String name() {
    return name;
  }

  BankNode bank() {
    return bank;
  }

  Devices devices() {
    return devices;
  }

  int cuts() {
    return cuts;
  }

  boolean running() {
    return machine != null;
  }

  /** True if nothing is left to settle and nobody stands in front of it. */
  boolean quiet() {
    Machine core = machine;
    return core != null && core.open().isEmpty() && !core.busy();
  }

  String describe() {
    Machine core = machine;
    return name
        + (core == null
            ? " is off"
            : " " + core.screen().text() + " " + core.open() + " " + core.attention())
        + " "
        + devices.report();
  }

  /** Power is there: the core is made anew from its journal, as after any cut. */
  void start() {
    if (disk.powerIsCut()) {
      disk.restart();
    }
    life++;
    devices.powerReturns();
    pin = "";
    newPin = "";
    try {
      RecordFile opened = RecordFile.open(disk, JOURNAL);
      List<JournalEntry> entries = new ArrayList<>();
      for (byte[] bytes : opened.records()) {
        entries.add(JournalEntryCodec.decode(bytes));
      }
      Machine core = new Machine(profile, entries);
      opened.rewrite(core.essentials().stream().map(JournalEntryCodec::encode).toList());
      journal = opened;
      machine = core;
    } catch (IOException e) {
      if (!disk.powerIsCut()) {
        throw new IllegalStateException(name + " cannot read its journal", e);
      }
      off();
      return;
    }
    on(new MachineEvent.PowerRestored(devices.report()));
    tick(life);
  }

  private void tick(int lifeThen) {
    if (lifeThen == life && machine != null) {
      on(new MachineEvent.Tick());
      queue.after(1_000, "", () -> tick(lifeThen));
    }
  }

  /** Power cut, at once or in the middle of one of the next writes to the journal. */
  void cutPower(boolean soon) {
    if (soon) {
      disk.cutPowerAt(random.nextInt(1, 8));
    } else {
      disk.cutPower();
      off();
    }
  }

  private void off() {
    cuts++;
    life++;
    machine = null;
    journal = null;
  }

  /** An attendant clears jams, counts, and deals with whatever waits for a person. */
  void attend() {
    deviceFault = 0;
    Machine core = machine;
    if (core == null) {
      return;
    }
    devices.repair();
    boolean owned =
        core.busy() || core.open().stream().anyMatch(OpenTransaction.Deposit.class::isInstance);
    if (!owned) {
      // Forgotten notes go back to whoever forgot them.
      customer.pockets(devices.returnEscrow());
    }
    on(new MachineEvent.DevicesReported(devices.report()));
    on(new MachineEvent.AttendantCounted(devices.report()));
    for (JournalEntry entry : List.copyOf(core.attention())) {
      if (entry instanceof JournalEntry.DepositHeld held) {
        customer.pockets(devices.takeFromDeposits(held.notes()));
      }
      on(new MachineEvent.AttentionCleared(entry.id()));
    }
  }

  void on(MachineEvent event) {
    Machine core = machine;
    if (core == null) {
      return;
    }
    for (Effect effect : core.on(queue.nowMillis(), ids.next(), event)) {
      if (machine == null) {
        return;
      }
      switch (effect) {
        case Effect.Journal written -> write(written.entry());
        case Effect.Device device -> command(device.command());
        case Effect.AskBank asked -> ask(asked.request());
        case Effect.Show shown -> customer.sees(shown.screen());
      }
    }
  }

  private void write(JournalEntry entry) {
    RecordFile open = journal;
    if (open == null) {
      throw new IllegalStateException(name + " is off");
    }
    try {
      open.append(JournalEntryCodec.encode(entry));
    } catch (IOException e) {
      if (!disk.powerIsCut()) {
        throw new IllegalStateException(name + " cannot write its journal", e);
      }
      off();
    }
  }

  private void ask(BankRequest request) {
    network.send(
        name,
        bank.code(),
        request.toString(),
        () ->
            door.receive(
                request,
                answer ->
                    network.send(
                        bank.code(),
                        name,
                        "answer to " + request + ": " + answer,
                        () -> on(new MachineEvent.BankAnswered(request, answer)))));
  }

  private void command(DeviceCommand command) {
    switch (command) {
      case DeviceCommand.EjectCard _ -> customer.cardOut();
      case DeviceCommand.RetainCard _ -> devices.card(false);
      case DeviceCommand.EnterPin enter -> customer.typesPin(enter.slot());
      case DeviceCommand.SealPin seal ->
          later(
              () ->
                  on(
                      new MachineEvent.PinSealed(
                          seal.id(),
                          Pins.seal(pin),
                          seal.withNewPin() ? Pins.seal(newPin) : null)));
      case DeviceCommand.WipePins _ -> {
        pin = "";
        newPin = "";
      }
      case DeviceCommand.Dispense dispense -> dispense(dispense.id(), dispense.notes());
      case DeviceCommand.Retract retract ->
          later(
              () -> {
                Notes back = devices.retract();
                on(new MachineEvent.DevicesReported(devices.report()));
                on(new MachineEvent.CashRetracted(retract.id(), back, true));
              });
      case DeviceCommand.AcceptNotes accept -> customer.mayInsertNotes(accept.id());
      case DeviceCommand.StoreEscrow store ->
          later(
              () -> {
                Notes stored = devices.storeEscrow();
                on(new MachineEvent.DevicesReported(devices.report()));
                on(new MachineEvent.EscrowStored(store.id(), stored));
              });
      case DeviceCommand.ReturnEscrow back -> later(() -> giveBack(back.id()));
      case DeviceCommand.PrintReceipt _ -> later(() -> on(new MachineEvent.ReceiptPrinted(true)));
    }
  }

  private void giveBack(UUID id) {
    if (random.nextDouble() < deviceFault) {
      devices.acceptorFails();
      on(new MachineEvent.DevicesReported(devices.report()));
      on(new MachineEvent.EscrowStuck(id));
      return;
    }
    Notes back = devices.returnEscrow();
    customer.pockets(back);
    on(new MachineEvent.DevicesReported(devices.report()));
    on(new MachineEvent.EscrowReturned(id, back));
  }

  private void dispense(UUID id, Notes notes) {
    later(
        () -> {
          devices.pick(id, notes);
          later(
              () -> {
                boolean fault = random.nextDouble() < deviceFault;
                Notes out = devices.present(id, fault);
                customer.cashAtShutter(id);
                on(new MachineEvent.DevicesReported(devices.report()));
                if (devices.canTell()) {
                  on(new MachineEvent.CashPresented(id, out));
                } else {
                  on(new MachineEvent.DispenseUncertain(id));
                }
              });
        });
  }

  /** After as long as motors take, unless the power fails before. */
  private void later(Runnable action) {
    after(random.nextLong(50, DEVICE_MILLIS_MAX), action);
  }

  void after(long millis, Runnable action) {
    int lifeThen = life;
    queue.after(
        millis,
        "",
        () -> {
          if (lifeThen == life && machine != null) {
            action.run();
          }
        });
  }

  /** What a person does who does not care whether the power is on. */
  void afterInAnyCase(long millis, Runnable action) {
    queue.after(millis, "", action);
  }

  void pinTyped(DeviceCommand.PinSlot slot, String typed) {
    switch (slot) {
      case CURRENT -> pin = typed;
      case NEW -> newPin = typed;
      case REPEATED -> {}
    }
    on(
        new MachineEvent.PinEntered(
            slot, slot != DeviceCommand.PinSlot.REPEATED || typed.equals(newPin)));
  }
}
