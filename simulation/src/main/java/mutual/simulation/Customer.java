package mutual.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import mutual.cashmachine.DeviceCommand.PinSlot;
import mutual.cashmachine.Key;
import mutual.cashmachine.MachineEvent;
import mutual.cashmachine.Notes;
import mutual.cashmachine.Screen;

/**
 * Whoever stands in front of a machine: reads the screen, presses anything that it offers, and now
 * and then the wrong thing, or walks away.
 */
final class Customer {
  private static final List<Integer> NOTES = List.of(5_00, 10_00, 20_00, 50_00);

  private final MachineNode machine;
  private final Town town;
  private final SplittableRandom random;
  private Town.Card card = Town.Card.NONE;
  private long seen;
  private boolean mayInsert;
  private UUID deposit = new UUID(0, 0);

  Customer(MachineNode machine, Town town, SplittableRandom random) {
    this.machine = machine;
    this.town = town;
    this.random = random;
  }

  void sees(Screen screen) {
    long glance = ++seen;
    if (town.closed() && screen.kind() == Screen.Kind.IDLE) {
      return;
    }
    machine.after(think(), () -> act(glance, screen));
  }

  private long think() {
    return random.nextInt(100) == 0 ? 300_000 : random.nextLong(100, 2_500);
  }

  private void act(long glance, Screen screen) {
    if (glance != seen) {
      return;
    }
    switch (screen.kind()) {
      case IDLE -> comes();
      case ENTRY -> types(screen);
      case INSERT_NOTES -> {
        if (mayInsert && random.nextInt(3) > 0) {
          insertsNotes();
        } else {
          presses(screen);
        }
      }
      case MENU, QUESTION, RESULT, FAILED -> presses(screen);
      case STARTING,
          OUT_OF_SERVICE,
          WORKING,
          PIN,
          COUNTING_CASH,
          TAKE_CASH,
          MOVING_NOTES,
          TAKE_CARD,
          CARD_RETAINED -> {}
    }
  }

  private void comes() {
    card = town.anyCard(random);
    devicesHoldCard();
    machine.on(new MachineEvent.CardInserted(card.number()));
  }

  private void devicesHoldCard() {
    machine.devices().card(true);
  }

  void cardOut() {
    if (random.nextInt(20) > 0) {
      machine.after(
          random.nextLong(300, 5_000),
          () -> {
            machine.devices().card(false);
            machine.on(new MachineEvent.CardTaken());
          });
    }
  }

  void typesPin(PinSlot slot) {
    machine.after(
        random.nextLong(500, 6_000),
        () -> {
          if (random.nextInt(60) == 0) {
            machine.on(new MachineEvent.PinCancelled());
            return;
          }
          String typed =
              switch (slot) {
                case CURRENT -> random.nextInt(15) == 0 ? "9999" : card.pin();
                // The town's cards keep their PIN, whatever becomes of the answer: so a person
                // knows it.
                case NEW -> card.pin();
                case REPEATED -> random.nextInt(10) == 0 ? "1111" : card.pin();
              };
          machine.pinTyped(slot, typed);
        });
  }

  void cashAtShutter(UUID id) {
    // Nobody waits for the machine to be sure of itself before taking money, power or not.
    if (random.nextInt(15) > 0) {
      machine.afterInAnyCase(
          random.nextLong(200, 8_000),
          () -> {
            Notes taken = machine.devices().takeFromShutter();
            if (!taken.isEmpty()) {
              pockets(taken);
              machine.on(new MachineEvent.DevicesReported(machine.devices().report()));
              machine.on(new MachineEvent.CashTaken(id));
            }
          });
    }
  }

  void mayInsertNotes(UUID id) {
    mayInsert = true;
    deposit = id;
  }

  private void insertsNotes() {
    Notes notes = Notes.of(NOTES.get(random.nextInt(NOTES.size())), random.nextInt(1, 12));
    town.pocket(-notes.total());
    Notes escrow = machine.devices().insert(notes);
    machine.on(new MachineEvent.DevicesReported(machine.devices().report()));
    machine.on(new MachineEvent.NotesCounted(deposit, escrow, 0));
  }

  void pockets(Notes notes) {
    town.pocket(notes.total());
  }

  private void types(Screen screen) {
    Screen.Entry entry = screen.entry();
    String text =
        entry != null && entry.letters() ? town.anyAccount(random) : String.valueOf(amount());
    if (entry != null && entry.letters() && random.nextInt(10) == 0) {
      text = text.substring(0, text.length() - 1) + "X";
    }
    for (int i = 0; i < text.length(); i++) {
      machine.on(new MachineEvent.Pressed(new Key.Typed(text.charAt(i))));
    }
    machine.on(
        new MachineEvent.Pressed(
            random.nextInt(20) == 0 ? Key.Function.CANCEL : Key.Function.ENTER));
  }

  private int amount() {
    return random.nextInt(4) == 0 ? random.nextInt(1, 2_000) : 5 * random.nextInt(1, 80);
  }

  private void presses(Screen screen) {
    List<Screen.Option> options = screen.options();
    if (options.isEmpty() || random.nextInt(40) == 0) {
      machine.on(new MachineEvent.Pressed(Key.Function.CANCEL));
      return;
    }
    machine.on(new MachineEvent.Pressed(options.get(random.nextInt(options.size())).side()));
  }
}
