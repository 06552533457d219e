package mutual.cashmachine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import mutual.cashmachine.devices.ContentsStore;
import mutual.cashmachine.devices.Faults;
import mutual.cashmachine.devices.Pace;
import mutual.cashmachine.devices.PowerCutException;
import mutual.cashmachine.devices.SimulatedDevices;
import org.jspecify.annotations.Nullable;

/** A machine with simulated devices and a play bank, in one thread and made-up time. */
final class MachineRig {
  static final List<Cassette> CASSETTES =
      List.of(
          new Cassette(50_00, 100, 500),
          new Cassette(20_00, 100, 500),
          new Cassette(10_00, 100, 500),
          new Cassette(5_00, 100, 500));

  final MachineProfile profile = MachineProfile.of("Northbank", "north-1");
  final PlayBank bank = new PlayBank();
  final Faults faults = new Faults();
  final ContentsStore store;
  final List<byte[]> journal = new ArrayList<>();
  final List<BankRequest> asked = new ArrayList<>();

  /** Whether a request reaches the bank, and whether its answer reaches the machine. */
  Predicate<BankRequest> requestArrives = _ -> true;

  Predicate<BankRequest> answerArrives = _ -> true;

  /** Commands that the devices take their time for, until {@link #devicesCatchUp}. */
  Predicate<DeviceCommand> slow = _ -> false;

  private final Deque<Effect> held = new ArrayDeque<>();

  /** Counts effects; the power fails instead of the one with this number. */
  long effects;

  long cutAtEffect = -1;

  /** The power fails right after an entry of this kind is in the journal. */
  @Nullable Class<? extends JournalEntry> cutAfter;

  boolean powerOn;
  long now = 1_800_000_000_000L;
  private long ids;
  private Machine machine;
  private SimulatedDevices devices;
  private final Deque<MachineEvent> events = new ArrayDeque<>();

  MachineRig() {
    this(CASSETTES);
  }

  MachineRig(List<Cassette> cassettes) {
    store = ContentsStore.inMemory(cassettes);
    machine = new Machine(profile, List.of());
    devices = newDevices();
    powerOn();
  }

  private SimulatedDevices newDevices() {
    return new SimulatedDevices(
        store,
        faults,
        Pace.instant(),
        (_, _, _, pin) -> Optional.of(PlayBank.open(pin)),
        events::add);
  }

  /** What is left after a power cut: journal, devices, bank. */
  void powerOn() {
    powerOn = true;
    events.clear();
    machine = new Machine(profile, entries());
    devices = newDevices();
    send(new MachineEvent.PowerRestored(devices.devices().report()));
  }

  void cutPower() {
    powerOn = false;
  }

  List<JournalEntry> entries() {
    try {
      List<JournalEntry> entries = new ArrayList<>();
      for (byte[] bytes : journal) {
        entries.add(JournalEntryCodec.decode(bytes));
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Machine machine() {
    return machine;
  }

  SimulatedDevices hands() {
    return devices;
  }

  Screen screen() {
    return machine.screen();
  }

  /** Takes an event and all that follows from it. */
  void send(MachineEvent event) {
    events.addFirst(event);
    settle();
  }

  /** Lets what hands have done take effect. */
  void settle() {
    while (powerOn && !events.isEmpty()) {
      List<Effect> todo = machine.on(now, freshId(), events.removeFirst());
      for (Effect effect : todo) {
        effects++;
        if (effects == cutAtEffect) {
          cutPower();
          return;
        }
        try {
          carryOut(effect);
          if (cutAfter != null
              && effect instanceof Effect.Journal entry
              && cutAfter.isInstance(entry.entry())) {
            cutPower();
            return;
          }
        } catch (PowerCutException e) {
          cutPower();
          return;
        }
      }
    }
  }

  private UUID freshId() {
    ids++;
    return new UUID((now << 16) | 0x7000L, 0x8000000000000000L | ids);
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Journal entry -> journal.add(JournalEntryCodec.encode(entry.entry()));
      case Effect.Device command when slow.test(command.command()) -> held.add(command);
      case Effect.Device command -> {
        Optional<MachineEvent> answer = devices.devices().carryOut(command.command());
        events.add(new MachineEvent.DevicesReported(devices.devices().report()));
        answer.ifPresent(events::add);
      }
      case Effect.AskBank ask -> {
        asked.add(ask.request());
        BankAnswer answer = requestArrives.test(ask.request()) ? bank.answer(ask.request()) : null;
        events.add(
            answer != null && answerArrives.test(ask.request())
                ? new MachineEvent.BankAnswered(ask.request(), answer)
                : new MachineEvent.BankSilent(ask.request()));
      }
      case Effect.Show _ -> {}
    }
  }

  /** The devices do what they have not done yet. */
  MachineRig devicesCatchUp() {
    slow = _ -> false;
    while (!held.isEmpty()) {
      carryOut(held.removeFirst());
    }
    settle();
    return this;
  }

  // What a person does.

  MachineRig insertCard() {
    devices.insertCard(PlayBank.CARD);
    settle();
    return this;
  }

  MachineRig type(String keys) {
    for (int i = 0; i < keys.length(); i++) {
      press(new Key.Typed(keys.charAt(i)));
    }
    return press(Key.Function.ENTER);
  }

  MachineRig press(Key key) {
    devices.press(key);
    settle();
    return this;
  }

  MachineRig choose(Choice choice) {
    if (powerOn && screen().option(choice).isEmpty()) {
      throw new AssertionError("no choice " + choice + " on " + screen());
    }
    send(new MachineEvent.Chosen(choice));
    return this;
  }

  MachineRig signIn() {
    return insertCard().type(PlayBank.PIN);
  }

  /** Signs in and asks for an amount, in few notes, up to the moment the cash is there. */
  MachineRig withdraw(long amount) {
    signIn().choose(Choice.Action.WITHDRAW).choose(new Choice.Amount(amount));
    if (screen().option(Choice.Action.FEW_NOTES).isPresent()) {
      choose(Choice.Action.FEW_NOTES);
    }
    return this;
  }

  MachineRig takeCash() {
    devices.takeCash();
    settle();
    return this;
  }

  MachineRig takeCard() {
    devices.takeCard();
    settle();
    return this;
  }

  MachineRig insertNotes(Notes notes) {
    devices.insertNotes(notes);
    settle();
    return this;
  }

  /** Time passes, second by second. */
  MachineRig pass(long seconds) {
    for (long i = 0; i < seconds && powerOn; i++) {
      now += 1000;
      send(new MachineEvent.Tick());
    }
    return this;
  }
}
