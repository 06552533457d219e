package mutual.cashmachine.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mutual.cashmachine.BankAnswer;
import mutual.cashmachine.BankRequest;
import mutual.cashmachine.DeviceCommand;
import mutual.cashmachine.Effect;
import mutual.cashmachine.JournalEntry;
import mutual.cashmachine.Machine;
import mutual.cashmachine.MachineEvent;
import mutual.cashmachine.MachineProfile;
import mutual.cashmachine.MachineStatus;
import mutual.cashmachine.OpenTransaction;
import mutual.cashmachine.Screen;
import mutual.cashmachine.devices.CutPoint;
import mutual.cashmachine.devices.Fault;
import mutual.cashmachine.devices.Faults;
import mutual.cashmachine.devices.PowerCutException;
import mutual.cashmachine.devices.SimulatedDevices;
import mutual.middleware.RequestIds;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A machine while the power is on: one thread that takes events in order and carries out their
 * effects, one for the devices' moves, and one for each request that waits for the bank. When the
 * power goes, it does nothing more, and nothing of it is kept but journal and devices.
 */
final class PoweredMachine {
  private static final Logger log = LoggerFactory.getLogger(PoweredMachine.class);
  private static final long TICK_MILLIS = 250;
  private static final int EVENTS_MAX = 10_000;

  private final Machine machine;
  private final ElectronicJournal journal;
  private final SimulatedDevices devices;
  private final Faults faults;
  private final BankLink bank;
  private final Runnable changed;
  private final Consumer<PoweredMachine> ended;
  private final BlockingQueue<MachineEvent> events = new LinkedBlockingQueue<>(EVENTS_MAX);
  private final BlockingQueue<DeviceCommand> commands = new LinkedBlockingQueue<>(EVENTS_MAX);
  private final CountDownLatch loopEnded = new CountDownLatch(1);
  private final CountDownLatch devicesEnded = new CountDownLatch(1);
  private final Thread loop;
  private final Thread hands;
  private volatile boolean alive = true;
  private volatile State state;

  /** What others may see of the core. */
  record State(
      Screen screen,
      MachineStatus status,
      List<OpenTransaction> open,
      List<JournalEntry> attention,
      boolean busy) {}

  /** Makes the devices, which tell this machine what happens at their front. */
  interface DevicesMaker {
    SimulatedDevices make(Consumer<MachineEvent> listener);
  }

  /**
   * @param changed called after each event; must not block
   * @param ended called once, when it stops by itself because of a power cut or a failure
   */
  PoweredMachine(
      MachineProfile profile,
      ElectronicJournal journal,
      DevicesMaker devicesMaker,
      Faults faults,
      BankLink bank,
      Runnable changed,
      Consumer<PoweredMachine> ended) {
    this.machine = new Machine(profile, journal.entries());
    this.journal = journal;
    this.faults = faults;
    this.bank = bank;
    this.changed = changed;
    this.ended = ended;
    this.devices = devicesMaker.make(this::happened);
    this.state = look();
    this.loop = Thread.ofVirtual().name(profile.name() + "-loop").unstarted(this::runLoop);
    this.hands = Thread.ofVirtual().name(profile.name() + "-devices").unstarted(this::runDevices);
  }

  void start() {
    events.add(new MachineEvent.PowerRestored(devices.devices().report()));
    loop.start();
    hands.start();
  }

  State state() {
    return state;
  }

  List<JournalEntry> journal() {
    return journal.entries();
  }

  SimulatedDevices devices() {
    return devices;
  }

  /** Tells the machine something; ignored once the power is gone. */
  void tell(MachineEvent event) {
    if (alive && !events.offer(event)) {
      throw new IllegalStateException("more than " + EVENTS_MAX + " events wait");
    }
  }

  /** Something moved at the front: the devices tell how things are now, too. */
  private void happened(MachineEvent event) {
    tell(new MachineEvent.DevicesReported(devices.devices().report()));
    tell(event);
  }

  /** Ends everything at once, as a power cut does; returns when nothing moves any more. */
  void stop() {
    die();
    try {
      loopEnded.await();
      devicesEnded.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      journal.close();
    } catch (IOException e) {
      log.warn("closing the journal: {}", e.toString());
    }
  }

  private void die() {
    alive = false;
    // The journal's file does not like interrupts in the middle of a write, so the loop is not
    // interrupted: it looks at the flag after each step.
    devices.powerOff();
    hands.interrupt();
  }

  private void runLoop() {
    try {
      long lastTick = System.currentTimeMillis();
      while (alive) {
        MachineEvent event = events.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (event != null) {
          take(event);
        }
        if (alive && System.currentTimeMillis() - lastTick >= TICK_MILLIS) {
          lastTick = System.currentTimeMillis();
          take(new MachineEvent.Tick());
        }
      }
    } catch (PowerCutException e) {
      log.info("{}", e.getMessage());
      endBySelf();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.error("the journal cannot be written; the machine stops", e);
      endBySelf();
    } catch (RuntimeException e) {
      log.error("the machine stops", e);
      endBySelf();
    } finally {
      alive = false;
      loopEnded.countDown();
    }
  }

  private void endBySelf() {
    if (alive) {
      die();
      Thread.ofVirtual().name("power-off").start(() -> ended.accept(this));
    }
  }

  private void take(MachineEvent event) throws IOException {
    UUID id = RequestIds.next();
    for (Effect effect : machine.on(System.currentTimeMillis(), id, event)) {
      if (!alive) {
        return;
      }
      switch (effect) {
        case Effect.Journal entry -> {
          journal.append(entry.entry());
          CutPoint point = cutPoint(entry.entry());
          if (point != null) {
            faults.reach(point);
          }
        }
        case Effect.Device command -> {
          // The pad must be listening before the screen asks for the PIN, and takes no time.
          if (command.command() instanceof DeviceCommand.EnterPin enter) {
            devices.devices().pad().enter(enter.slot());
          } else {
            commands.add(command.command());
          }
        }
        case Effect.AskBank ask -> askBank(ask.request());
        case Effect.Show _ -> {}
      }
    }
    State now = look();
    if (!(event instanceof MachineEvent.Tick) || !now.equals(state)) {
      state = now;
      changed.run();
    }
  }

  private State look() {
    return new State(
        machine.screen(),
        machine.status(),
        List.copyOf(machine.open()),
        List.copyOf(machine.attention()),
        machine.busy());
  }

  private static @Nullable CutPoint cutPoint(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.WithdrawalAsked _ -> CutPoint.WITHDRAWAL_ASKED;
      case JournalEntry.WithdrawalApproved _ -> CutPoint.WITHDRAWAL_APPROVED;
      case JournalEntry.DispenseStarted _ -> CutPoint.DISPENSE_STARTED;
      case JournalEntry.DispenseFinished _ -> CutPoint.DISPENSE_FINISHED;
      case JournalEntry.CashTaken _ -> CutPoint.CASH_TAKEN;
      case JournalEntry.ConfirmDue _ -> CutPoint.CONFIRM_DUE;
      case JournalEntry.DepositAsked _ -> CutPoint.DEPOSIT_ASKED;
      case JournalEntry.DepositAccepted _ -> CutPoint.DEPOSIT_ACCEPTED;
      case JournalEntry.DepositStored _ -> CutPoint.DEPOSIT_STORED;
      case JournalEntry.WithdrawalRefused _,
          JournalEntry.CashRetracted _,
          JournalEntry.ReverseDue _,
          JournalEntry.Settled _,
          JournalEntry.Uncertain _,
          JournalEntry.Resolved _,
          JournalEntry.DepositCounted _,
          JournalEntry.DepositRefused _,
          JournalEntry.DepositReturned _,
          JournalEntry.DepositHeld _,
          JournalEntry.TransferAsked _,
          JournalEntry.ServiceAnswered _,
          JournalEntry.CardRetained _,
          JournalEntry.AttentionCleared _ ->
          null;
    };
  }

  private void runDevices() {
    try {
      while (alive) {
        DeviceCommand command = commands.take();
        if (alive) {
          Optional<MachineEvent> answer = devices.devices().carryOut(command);
          tell(new MachineEvent.DevicesReported(devices.devices().report()));
          answer.ifPresent(this::tell);
        }
      }
    } catch (PowerCutException e) {
      log.info("{}", e.getMessage());
      endBySelf();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("a device failed in an unforeseen way; the machine stops", e);
      endBySelf();
    } finally {
      devicesEnded.countDown();
    }
  }

  private void askBank(BankRequest request) {
    Thread.ofVirtual()
        .name("ask-bank")
        .start(
            () -> {
              try {
                if (faults.isOn(Fault.NETWORK_DOWN)) {
                  throw new BankLink.SilentException("the network is down");
                }
                BankAnswer answer = bank.ask(request);
                if (movesMoney(request) && faults.strikesOnce(Fault.ANSWER_LOST)) {
                  throw new BankLink.SilentException("the answer was lost");
                }
                tell(new MachineEvent.BankAnswered(request, answer));
              } catch (BankLink.SilentException e) {
                log.info("no answer to {}: {}", request.getClass().getSimpleName(), e.getMessage());
                tell(new MachineEvent.BankSilent(request));
              } catch (RuntimeException e) {
                log.error("asking the bank failed in an unforeseen way", e);
                tell(new MachineEvent.BankSilent(request));
              }
            });
  }

  private static boolean movesMoney(BankRequest request) {
    return switch (request) {
      case BankRequest.Authorise _,
          BankRequest.Confirm _,
          BankRequest.Reverse _,
          BankRequest.Deposit _,
          BankRequest.Transfer _ ->
          true;
      case BankRequest.IdentifyCard _,
          BankRequest.ReadBalance _,
          BankRequest.ListAccounts _,
          BankRequest.ListMovements _,
          BankRequest.ChangePin _ ->
          false;
    };
  }
}
