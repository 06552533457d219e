package mutual.cashmachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import mutual.cashmachine.JournalEntry.DepositHeld;
import mutual.cashmachine.devices.Fault;
import org.junit.jupiter.api.Test;

/**
 * Random customers at a machine whose power, devices and line to the bank fail at random: whatever
 * happens, once everything works again the bank's books agree with the notes that are gone.
 */
final class MachineProperties {
  private static final int RUNS = Integer.getInteger("runs", 250);
  private static final int ACTIONS = 120;
  private static final List<Fault> BREAKABLE =
      List.of(
          Fault.DISPENSER_JAM,
          Fault.SHORT_DISPENSE,
          Fault.DISPENSER_SILENT,
          Fault.DISPENSER_FORGETS,
          Fault.OUT_OF_NOTES,
          Fault.CARD_STUCK,
          Fault.ACCEPTOR_JAM,
          Fault.NOTE_REFUSED,
          Fault.NO_PAPER);

  @Test
  void booksAgreeWithNotesAfterAnyStorm() {
    Long replayed = Long.getLong("seed");
    if (replayed != null) {
      storm(replayed);
      return;
    }
    long first = System.nanoTime();
    for (int run = 0; run < RUNS; run++) {
      storm(first + run);
    }
  }

  private static void storm(long seed) {
    Storm storm = new Storm(seed);
    try {
      storm.run();
    } catch (AssertionError | RuntimeException e) {
      StringBuilder journal = new StringBuilder();
      storm.rig.entries().forEach(entry -> journal.append('\n').append(entry));
      throw new AssertionError("replay with -Dseed=" + seed + journal, e);
    }
  }

  private static final class Storm {
    private final Random random;
    private final MachineRig rig;
    private final double loss;

    Storm(long seed) {
      random = new Random(seed);
      rig =
          new MachineRig(
              List.of(
                  new Cassette(50_00, random.nextInt(40), 60),
                  new Cassette(20_00, random.nextInt(40), 60),
                  new Cassette(10_00, random.nextInt(40), 60),
                  new Cassette(5_00, random.nextInt(40), 60)));
      loss = random.nextInt(3) * 0.15;
      rig.bank.balance = 5_000_00;
      rig.bank.own = random.nextInt(4) > 0;
      rig.bank.fee = rig.bank.own ? 0 : 3_00;
      rig.requestArrives = _ -> random.nextDouble() >= loss;
      rig.answerArrives = _ -> random.nextDouble() >= loss;
    }

    void run() {
      for (int i = 0; i < ACTIONS; i++) {
        if (!rig.powerOn) {
          rig.cutAtEffect = -1;
          rig.powerOn();
        }
        if (random.nextInt(12) == 0) {
          rig.cutAtEffect = rig.effects + 1 + random.nextInt(25);
        }
        act();
        check();
      }
      calm();
    }

    private void act() {
      Screen screen = rig.screen();
      int dice = random.nextInt(100);
      if (dice < 4) {
        rig.faults.set(BREAKABLE.get(random.nextInt(BREAKABLE.size())), random.nextBoolean());
        rig.send(new MachineEvent.DevicesReported(rig.hands().devices().report()));
      } else if (dice < 7) {
        rig.pass(random.nextInt(90));
      } else if (dice < 9) {
        attend();
      } else if (dice < 11) {
        rig.press(random.nextBoolean() ? Key.Function.CANCEL : Key.Function.CLEAR);
      } else {
        follow(screen);
      }
    }

    /** Does what the screen asks for, more or less. */
    private void follow(Screen screen) {
      switch (screen.kind()) {
        case IDLE, STARTING, OUT_OF_SERVICE -> rig.insertCard();
        case PIN -> rig.type(random.nextInt(15) == 0 ? "9999" : rig.bank.pin);
        case ENTRY -> rig.type(String.valueOf(5 * (1 + random.nextInt(60))));
        case TAKE_CASH -> rig.takeCash();
        case TAKE_CARD -> rig.takeCard();
        case INSERT_NOTES -> {
          if (screen.options().size() == 1 || random.nextInt(3) == 0) {
            rig.insertNotes(
                Notes.of(Map.of(20_00, 1 + random.nextInt(3), 5_00, random.nextInt(3))));
          } else {
            chooseAny(screen);
          }
        }
        case MENU, QUESTION, RESULT, FAILED -> chooseAny(screen);
        case WORKING, COUNTING_CASH, MOVING_NOTES, CARD_RETAINED -> rig.pass(5);
      }
      if (rig.store.get().retained().size() > 5) {
        rig.hands().attendant().takeRetainedCards();
        rig.bank.wrongPins = 0;
      }
    }

    private void chooseAny(Screen screen) {
      Screen.Option option = screen.options().get(random.nextInt(screen.options().size()));
      rig.press(option.side());
    }

    private void attend() {
      boolean uncertain =
          rig.machine().open().stream()
              .anyMatch(
                  t ->
                      t instanceof OpenTransaction.Withdrawal w
                          && w.stage() == OpenTransaction.Stage.UNCERTAIN);
      if (uncertain) {
        rig.hands().attendant().clearShutter();
      }
      rig.send(new MachineEvent.AttendantCounted(rig.hands().devices().report()));
    }

    private void check() {
      assertThat(rig.store.get().conserved()).isTrue();
      UUID presentedFor = rig.store.get().presentedFor();
      if (presentedFor != null) {
        assertThat(rig.bank.exchanges).containsKey(presentedFor);
        assertThat(rig.entries())
            .anyMatch(
                e -> e instanceof JournalEntry.WithdrawalApproved && e.id().equals(presentedFor));
      }
    }

    /** Everything works again, the customer leaves, and an attendant comes. */
    private void calm() {
      rig.cutAtEffect = -1;
      rig.requestArrives = _ -> true;
      rig.answerArrives = _ -> true;
      if (!rig.powerOn) {
        rig.powerOn();
      }
      for (Fault fault : BREAKABLE) {
        rig.faults.set(fault, false);
      }
      rig.send(new MachineEvent.DevicesReported(rig.hands().devices().report()));
      rig.pass(400);
      rig.takeCard();
      rig.pass(20);
      attend();
      rig.pass(130);

      assertThat(rig.machine().open()).isEmpty();
      assertThat(rig.machine().busy()).isFalse();
      assertThat(rig.bank.anythingHeld()).isFalse();
      assertThat(rig.bank.confirmed()).isEqualTo(rig.store.get().taken().total());
      long heldForPeople =
          rig.machine().attention().stream()
              .mapToLong(e -> e instanceof DepositHeld held ? held.notes().total() : 0)
              .sum();
      assertThat(rig.store.get().deposits().total()).isEqualTo(rig.bank.deposited + heldForPeople);
      assertThat(rig.store.get().escrow()).isEqualTo(Notes.NONE);
      assertThat(new Machine(rig.profile, rig.machine().essentials()).attention())
          .containsExactlyElementsOf(rig.machine().attention());
    }
  }
}
