package mutual.cashmachine.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import mutual.cashmachine.Choice;
import mutual.cashmachine.DeviceReport;
import mutual.cashmachine.JournalEntry;
import mutual.cashmachine.Key;
import mutual.cashmachine.MachineEvent;
import mutual.cashmachine.MachineProfile;
import mutual.cashmachine.MachineStatus;
import mutual.cashmachine.Notes;
import mutual.cashmachine.OpenTransaction;
import mutual.cashmachine.Screen;
import mutual.cashmachine.devices.Contents;
import mutual.cashmachine.devices.ContentsStore;
import mutual.cashmachine.devices.CutPoint;
import mutual.cashmachine.devices.Fault;
import mutual.cashmachine.devices.Faults;
import mutual.cashmachine.devices.SimulatedDevices;
import mutual.cashmachine.kiosk.Kiosk;
import mutual.journal.FileSystem;
import mutual.middleware.Directory;
import mutual.middleware.Identity;
import mutual.middleware.NodeClient;
import mutual.middleware.NodeId;
import mutual.middleware.NodeServer;
import mutual.middleware.TrafficListener;
import org.jspecify.annotations.Nullable;

/**
 * A cash machine that runs: core, simulated devices, journal, the link to its bank, and its front
 * for a browser on the loopback address, for whoever sits there is whoever stands at the machine.
 *
 * <p>Its methods are a person's hands: a customer's at the front, an attendant's inside. Safe for
 * use by many threads.
 */
public final class CashMachineNode implements AutoCloseable {
  /** How long the power stays off after a cut. */
  public static final Duration POWER_OFF = Duration.ofSeconds(3);

  private static final String CONTENTS_FILE = "devices.bin";
  private static final Screen DARK =
      new Screen(Screen.Kind.STARTING, "", null, List.of(), List.of(), List.of(), null, null);
  private static final MachineStatus OFF =
      new MachineStatus(MachineStatus.Service.OUT_OF_SERVICE, List.of("The power is off."));

  private final CashMachineConfig config;
  private final Identity identity;
  private final NodeClient client;
  private final BankLink bank;
  private final ContentsStore store;
  private final Faults faults = new Faults();
  private final PowerSupply power;
  private final StatusReporter reporter;
  private final NodeServer server;

  private CashMachineNode(CashMachineConfig config, TrafficListener traffic) throws IOException {
    this.config = config;
    this.identity = Identity.loadOrCreate(config.dataFolder());
    Directory directory = Directory.inMemory();
    directory.put(config.bank(), config.bankAddresses());
    this.client = NodeClient.builder(identity, directory).traffic(traffic).build();
    this.bank = new GrpcBankLink(client, config.bank(), config.profile().currency());
    this.store =
        ContentsStore.inFile(
            FileSystem.real(), config.dataFolder().resolve(CONTENTS_FILE), config.cassettes());
    this.power = new PowerSupply(config.profile().name(), POWER_OFF, this::connect);
    this.reporter = new StatusReporter(this, bank);
    power.on();
    this.server =
        NodeServer.builder(identity)
            .people(config.kioskPort(), Kiosk.routes(this))
            .access(caller -> caller.equals(identity.id()))
            .service(new AttendantService(this))
            .healthy(() -> status().service() != MachineStatus.Service.OUT_OF_SERVICE)
            .start();
    reporter.start();
  }

  /** Starts a machine, which goes on where its journal ends. */
  public static CashMachineNode start(CashMachineConfig config) {
    return start(config, TrafficListener.none());
  }

  /**
   * @param traffic hears of each call to the bank
   */
  public static CashMachineNode start(CashMachineConfig config, TrafficListener traffic) {
    try {
      return new CashMachineNode(config, traffic);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + config.profile().name(), e);
    }
  }

  public MachineProfile profile() {
    return config.profile();
  }

  public List<DemoCard> demoCards() {
    return config.demoCards();
  }

  public NodeId id() {
    return identity.id();
  }

  /** The key that a machine in this folder has or will have, for its bank to know. */
  public static NodeId idOf(Path dataFolder) {
    return Identity.loadOrCreate(dataFolder).id();
  }

  /** Where an attendant's program reaches the machine with the machine's own key. */
  public int nodePort() {
    return server.nodePort();
  }

  public int kioskPort() {
    return server.peoplePort().orElseThrow();
  }

  public URI kioskUri() {
    return URI.create("http://127.0.0.1:" + kioskPort() + "/");
  }

  // Looking.

  public Front front() {
    PoweredMachine machine = power.machine();
    if (machine == null) {
      Contents contents = store.get();
      return new Front(
          false,
          DARK,
          OFF,
          !contents.card().isEmpty(),
          false,
          contents.shutter(),
          false,
          contents.escrow(),
          List.of());
    }
    SimulatedDevices devices = machine.devices();
    Contents contents = devices.contents();
    PoweredMachine.State state = machine.state();
    return new Front(
        true,
        state.screen(),
        state.status(),
        !contents.card().isEmpty(),
        devices.cardOut(),
        contents.shutter(),
        devices.slotOpen(),
        contents.escrow(),
        devices.receipt());
  }

  public Screen screen() {
    return front().screen();
  }

  public MachineStatus status() {
    return front().status();
  }

  /** Transactions that are not finished, oldest first. */
  public List<OpenTransaction> open() {
    PoweredMachine machine = power.machine();
    return machine == null ? List.of() : machine.state().open();
  }

  /** Cases that wait for a person, oldest first. */
  public List<JournalEntry> attention() {
    PoweredMachine machine = power.machine();
    return machine == null ? List.of() : machine.state().attention();
  }

  /** The journal's newest entries, newest first. */
  public List<JournalEntry> journal(int most) {
    PoweredMachine machine = power.machine();
    List<JournalEntry> entries = machine == null ? List.of() : machine.journal();
    return entries.subList(Math.max(0, entries.size() - most), entries.size()).reversed();
  }

  /** Where every note is. */
  public Contents contents() {
    return store.get();
  }

  /** What the devices say; null while the power is off. */
  public @Nullable DeviceReport report() {
    PoweredMachine machine = power.machine();
    return machine == null ? null : machine.devices().devices().report();
  }

  /** Runs an action, which must not block, after each change. */
  public AutoCloseable watch(Runnable watcher) {
    return power.watch(watcher);
  }

  /** Waits until the front is so. */
  public Front await(Predicate<Front> condition, Duration most) throws TimeoutException {
    try {
      power.await(() -> condition.test(front()), most);
      return front();
    } catch (TimeoutException e) {
      TimeoutException told = new TimeoutException("still: " + front().screen().text());
      told.initCause(e);
      throw told;
    }
  }

  /** Waits for a kind of screen. */
  public Screen await(Screen.Kind kind, Duration most) throws TimeoutException {
    return await(front -> front.screen().kind() == kind, most).screen();
  }

  // A customer's hands. Each tells whether it could be done.

  public boolean insertCard(String cardNumber) {
    PoweredMachine machine = power.machine();
    return machine != null
        && machine.state().screen().kind() == Screen.Kind.IDLE
        && machine.devices().insertCard(cardNumber);
  }

  public void press(Key key) {
    PoweredMachine machine = power.machine();
    if (machine != null) {
      machine.devices().press(key);
    }
  }

  /** Types characters and presses OK. */
  public void type(String keys) {
    for (int i = 0; i < keys.length(); i++) {
      press(new Key.Typed(keys.charAt(i)));
    }
    press(Key.Function.ENTER);
  }

  public void choose(Choice choice) {
    PoweredMachine machine = power.machine();
    if (machine != null) {
      machine.tell(new MachineEvent.Chosen(choice));
    }
  }

  public boolean takeCash() {
    PoweredMachine machine = power.machine();
    return machine != null && afterwards(machine.devices().takeCash());
  }

  public boolean takeCard() {
    PoweredMachine machine = power.machine();
    return machine != null && afterwards(machine.devices().takeCard());
  }

  public boolean insertNotes(Notes notes) {
    PoweredMachine machine = power.machine();
    return machine != null && machine.devices().insertNotes(notes);
  }

  public void takeReceipt() {
    PoweredMachine machine = power.machine();
    if (machine != null) {
      machine.devices().takeReceipt();
      power.fireChanged();
    }
  }

  // An attendant's hands.

  /**
   * Puts notes into the cassettes. The bank has to book what fitted.
   *
   * @return what fitted
   * @throws IllegalStateException while a withdrawal is uncertain: a person has to count first
   */
  public Notes loadCash(Notes notes) {
    if (uncertain()) {
      throw new IllegalStateException("a withdrawal is uncertain: count before loading");
    }
    Notes loaded = power.required().devices().attendant().load(notes);
    report(power.required());
    return loaded;
  }

  /** Counts what is inside, which settles withdrawals whose outcome was uncertain. */
  public DeviceReport countAndResolve() {
    PoweredMachine machine = power.required();
    if (uncertain()) {
      machine.devices().attendant().clearShutter();
    }
    DeviceReport counted = machine.devices().devices().report();
    machine.tell(new MachineEvent.AttendantCounted(counted));
    return counted;
  }

  /**
   * Takes out the notes in reject and deposit bins. The bank has to book them.
   *
   * @throws IllegalStateException while a withdrawal is uncertain: a person has to count first
   */
  public Notes emptyBins() {
    if (uncertain()) {
      throw new IllegalStateException("a withdrawal is uncertain: count before emptying the bins");
    }
    Notes taken = power.required().devices().attendant().emptyBins();
    report(power.required());
    return taken;
  }

  /** Takes out the cards that were kept. */
  public List<String> takeRetainedCards() {
    List<String> cards = power.required().devices().attendant().takeRetainedCards();
    power.fireChanged();
    return cards;
  }

  /** A person has dealt with a case. */
  public void clearAttention(UUID id) {
    power.required().tell(new MachineEvent.AttentionCleared(id));
  }

  public boolean uncertain() {
    return open().stream()
        .anyMatch(
            t ->
                t instanceof OpenTransaction.Withdrawal w
                    && w.stage() == OpenTransaction.Stage.UNCERTAIN);
  }

  /** Makes a device fail, or repairs it. */
  public void setFault(Fault fault, boolean on) {
    faults.set(fault, on);
    PoweredMachine machine = power.machine();
    if (machine != null) {
      report(machine);
    }
    power.fireChanged();
  }

  public Set<Fault> faults() {
    return faults.all();
  }

  /** Cuts the power when the machine comes to this point; null: not. */
  public void cutPowerAt(@Nullable CutPoint point) {
    faults.cutPowerAt(point);
    power.fireChanged();
  }

  public @Nullable CutPoint powerCutAt() {
    return faults.powerCutAt();
  }

  /** Cuts the power now; it comes back by itself after {@link #POWER_OFF}. */
  public void cutPower() {
    PoweredMachine machine = power.machine();
    if (machine != null) {
      power.cut(machine);
    }
  }

  private PoweredMachine connect(Runnable whenChanged, Consumer<PoweredMachine> whenEnded)
      throws IOException {
    ElectronicJournal journal = ElectronicJournal.open(FileSystem.real(), config.dataFolder());
    try {
      return new PoweredMachine(
          config.profile(),
          journal,
          listener ->
              new SimulatedDevices(store, faults, config.pace(), new IssuerPinSealer(), listener),
          faults,
          bank,
          whenChanged,
          whenEnded);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private void report(PoweredMachine machine) {
    machine.tell(new MachineEvent.DevicesReported(machine.devices().devices().report()));
  }

  private boolean afterwards(boolean done) {
    power.fireChanged();
    return done;
  }

  /** Stops; the journal keeps what is unfinished. */
  @Override
  public void close() {
    server.close();
    reporter.close();
    power.close();
    client.close();
  }

  /** Lets time pass; false if the machine is being closed. */
  boolean pause(Duration duration) {
    return power.waits(duration);
  }
}
