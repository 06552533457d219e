package mutual.cashmachine.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger log = LoggerFactory.getLogger(CashMachineNode.class);
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
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final StatusReporter reporter;
  private final NodeServer server;
  private @Nullable PoweredMachine powered;
  private boolean closed;

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
    this.reporter = new StatusReporter(this, bank);
    powerOn();
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

  public Path dataFolder() {
    return config.dataFolder();
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
    lock.lock();
    try {
      PoweredMachine machine = powered;
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
      return new Front(
          true,
          machine.state().screen(),
          machine.state().status(),
          !contents.card().isEmpty(),
          devices.cardOut(),
          contents.shutter(),
          devices.slotOpen(),
          contents.escrow(),
          devices.receipt());
    } finally {
      lock.unlock();
    }
  }

  public Screen screen() {
    return front().screen();
  }

  public MachineStatus status() {
    return front().status();
  }

  /** Transactions that are not finished, oldest first. */
  public List<OpenTransaction> open() {
    PoweredMachine machine = machine();
    return machine == null ? List.of() : machine.state().open();
  }

  /** Cases that wait for a person, oldest first. */
  public List<JournalEntry> attention() {
    PoweredMachine machine = machine();
    return machine == null ? List.of() : machine.state().attention();
  }

  /** The journal's newest entries, newest first. */
  public List<JournalEntry> journal(int most) {
    PoweredMachine machine = machine();
    List<JournalEntry> entries = machine == null ? List.of() : machine.journal();
    return entries.subList(Math.max(0, entries.size() - most), entries.size()).reversed();
  }

  /** Where every note is. */
  public Contents contents() {
    return store.get();
  }

  /** What the devices say; null while the power is off. */
  public @Nullable DeviceReport report() {
    PoweredMachine machine = machine();
    return machine == null ? null : machine.devices().devices().report();
  }

  /** Runs an action, which must not block, after each change. */
  public AutoCloseable watch(Runnable watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /** Waits until the front is so. */
  public Front await(Predicate<Front> condition, Duration most) throws TimeoutException {
    lock.lock();
    try {
      long left = most.toNanos();
      while (true) {
        Front front = front();
        if (condition.test(front)) {
          return front;
        }
        if (left <= 0) {
          throw new TimeoutException("still: " + front.screen().text());
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TimeoutException("interrupted");
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a kind of screen. */
  public Screen await(Screen.Kind kind, Duration most) throws TimeoutException {
    return await(front -> front.screen().kind() == kind, most).screen();
  }

  // A customer's hands. Each tells whether it could be done.

  public boolean insertCard(String cardNumber) {
    PoweredMachine machine = machine();
    return machine != null
        && machine.state().screen().kind() == Screen.Kind.IDLE
        && machine.devices().insertCard(cardNumber);
  }

  public void press(Key key) {
    PoweredMachine machine = machine();
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
    PoweredMachine machine = machine();
    if (machine != null) {
      machine.tell(new MachineEvent.Chosen(choice));
    }
  }

  public boolean takeCash() {
    PoweredMachine machine = machine();
    return machine != null && afterwards(machine.devices().takeCash());
  }

  public boolean takeCard() {
    PoweredMachine machine = machine();
    return machine != null && afterwards(machine.devices().takeCard());
  }

  public boolean insertNotes(Notes notes) {
    PoweredMachine machine = machine();
    return machine != null && machine.devices().insertNotes(notes);
  }

  public void takeReceipt() {
    PoweredMachine machine = machine();
    if (machine != null) {
      machine.devices().takeReceipt();
      fireChanged();
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
    Notes loaded = required().devices().load(notes);
    report(required());
    return loaded;
  }

  /** Counts what is inside, which settles withdrawals whose outcome was uncertain. */
  public DeviceReport countAndResolve() {
    PoweredMachine machine = required();
    if (uncertain()) {
      machine.devices().clearShutter();
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
    Notes taken = required().devices().emptyBins();
    report(required());
    return taken;
  }

  /** Takes out the cards that were kept. */
  public List<String> takeRetainedCards() {
    List<String> cards = required().devices().takeRetainedCards();
    fireChanged();
    return cards;
  }

  /** A person has dealt with a case. */
  public void clearAttention(UUID id) {
    required().tell(new MachineEvent.AttentionCleared(id));
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
    PoweredMachine machine = machine();
    if (machine != null) {
      report(machine);
    }
    fireChanged();
  }

  public Set<Fault> faults() {
    return faults.all();
  }

  /** Cuts the power when the machine comes to this point; null: not. */
  public void cutPowerAt(@Nullable CutPoint point) {
    faults.cutPowerAt(point);
    fireChanged();
  }

  public @Nullable CutPoint powerCutAt() {
    return faults.powerCutAt();
  }

  /** Cuts the power now; it comes back by itself after {@link #POWER_OFF}. */
  public void cutPower() {
    PoweredMachine machine = machine();
    if (machine != null) {
      powerOff(machine);
    }
  }

  private void powerOff(PoweredMachine machine) {
    lock.lock();
    try {
      if (powered != machine) {
        return;
      }
      powered = null;
    } finally {
      lock.unlock();
    }
    machine.stop();
    fireChanged();
    log.info("{}: the power is off", config.profile().name());
    Thread.ofVirtual().name(config.profile().name() + "-power").start(this::powerBack);
  }

  private void powerBack() {
    lock.lock();
    try {
      long left = POWER_OFF.toNanos();
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      powerOn();
      log.info("{}: the power is back", config.profile().name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.error("{} cannot start again", config.profile().name(), e);
    } finally {
      lock.unlock();
    }
    fireChanged();
  }

  private void powerOn() throws IOException {
    lock.lock();
    try {
      if (closed || powered != null) {
        return;
      }
      ElectronicJournal journal = ElectronicJournal.open(FileSystem.real(), config.dataFolder());
      PoweredMachine machine =
          new PoweredMachine(
              config.profile(),
              journal,
              listener ->
                  new SimulatedDevices(
                      store, faults, config.pace(), new IssuerPinSealer(), listener),
              faults,
              bank,
              this::fireChanged,
              this::powerOff);
      powered = machine;
      machine.start();
    } finally {
      lock.unlock();
    }
  }

  private void report(PoweredMachine machine) {
    machine.tell(new MachineEvent.DevicesReported(machine.devices().devices().report()));
  }

  private boolean afterwards(boolean done) {
    fireChanged();
    return done;
  }

  private void fireChanged() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    watchers.forEach(Runnable::run);
  }

  private @Nullable PoweredMachine machine() {
    lock.lock();
    try {
      return powered;
    } finally {
      lock.unlock();
    }
  }

  private PoweredMachine required() {
    PoweredMachine machine = machine();
    if (machine == null) {
      throw new IllegalStateException("the power is off");
    }
    return machine;
  }

  /** Stops; the journal keeps what is unfinished. */
  @Override
  public void close() {
    PoweredMachine machine;
    lock.lock();
    try {
      closed = true;
      machine = powered;
      powered = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    server.close();
    reporter.close();
    if (machine != null) {
      machine.stop();
    }
    client.close();
  }

  /** Waits a little; for those who report. */
  boolean pause(Duration duration) {
    lock.lock();
    try {
      long left = duration.toNanos();
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
