package mutual.app.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.cashmachine.Choice;
import mutual.cashmachine.Choice.Action;
import mutual.cashmachine.Notes;
import mutual.cashmachine.Screen;
import mutual.cashmachine.node.CashMachineNode;
import mutual.cashmachine.node.Front;

/**
 * A customer in front of a cash machine, who looks at the screen and does what it asks until the
 * card is back. What the visit was for decides only the answers.
 */
final class Visitor {
  private static final Duration VISIT_MAX = Duration.ofSeconds(90);
  private static final Duration GLANCE = Duration.ofMillis(200);

  /** A key that is pressed just before the machine listens is not heard; people press again. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final long CENTS = 100;

  private final CashMachineNode machine;
  private final String card;
  private final Deque<String> pins;

  /** What a screen is answered with. */
  private sealed interface Wish {
    Action service();

    record Cash(long amount) implements Wish {
      @Override
      public Action service() {
        return Action.WITHDRAW;
      }
    }

    record PutIn(Notes notes) implements Wish {
      @Override
      public Action service() {
        return Action.DEPOSIT;
      }
    }

    record Send(String to, long amount) implements Wish {
      @Override
      public Action service() {
        return Action.TRANSFER;
      }
    }
  }

  /**
   * How a visit went.
   *
   * @param powerFailed the screen went dark before it was over
   * @param said the last answer on the screen
   * @param fee the question about the fee, if there was one
   */
  record Visit(boolean powerFailed, String said, String fee) {}

  Visitor(CashMachineNode machine, String card, String... pins) {
    this.machine = machine;
    this.card = card;
    this.pins = new ArrayDeque<>(List.of(pins));
  }

  Visit withdraw(long amount) {
    return visit(new Wish.Cash(amount));
  }

  Visit deposit(Notes notes) {
    return visit(new Wish.PutIn(notes));
  }

  Visit transfer(String toAccount, long amount) {
    return visit(new Wish.Send(toAccount, amount));
  }

  /** What decides whether a screen has been answered already: all but what is being typed. */
  private record Question(
      Screen.Kind kind, String title, List<String> lines, int options, boolean slotOpen, Notes in) {
    static Question of(Front front) {
      Screen screen = front.screen();
      return new Question(
          screen.kind(),
          screen.title() + " " + screen.headline(),
          screen.lines(),
          screen.options().size(),
          front.slotOpen(),
          front.escrow());
    }
  }

  private Visit visit(Wish wish) {
    long end = System.nanoTime() + VISIT_MAX.toNanos();
    awaitIdle();
    if (!machine.insertCard(card)) {
      throw new CommandFailure(
          ExitCode.REFUSED, machine.profile().name() + " did not take the card");
    }
    boolean asked = false;
    String said = "";
    String fee = "";
    Question answered = null;
    long answeredAt = System.nanoTime();
    while (System.nanoTime() < end) {
      Front front = machine.front();
      Screen screen = front.screen();
      if (!front.powerOn()) {
        return new Visit(true, said, fee);
      }
      if (screen.kind() == Screen.Kind.IDLE && !front.cardIn() && !front.cardOut()) {
        return new Visit(false, said, fee);
      }
      switch (screen.kind()) {
        case RESULT, FAILED, CARD_RETAINED -> said = screen.text();
        case TAKE_CARD -> said = said.isEmpty() ? screen.text() : said;
        default -> {
          if (screen.option(Action.ACCEPT).isPresent() && wish instanceof Wish.Cash) {
            fee = screen.text();
          }
        }
      }
      Question question = Question.of(front);
      boolean unheard = System.nanoTime() - answeredAt > PATIENCE.toNanos() && nothingTyped(screen);
      if (!question.equals(answered) || unheard) {
        answered = question;
        answeredAt = System.nanoTime();
        if (screen.kind() == Screen.Kind.MENU) {
          machine.choose(asked ? Action.TAKE_CARD : wish.service());
          asked = true;
        } else {
          answer(front, wish);
        }
      }
      lookAgain(machine, front);
    }
    throw new CommandFailure(
        ExitCode.REFUSED, "the visit did not end; the screen says: " + machine.screen().text());
  }

  private static boolean nothingTyped(Screen screen) {
    return screen.entry() == null || screen.entry().shown().isEmpty();
  }

  private void answer(Front front, Wish wish) {
    Screen screen = front.screen();
    switch (screen.kind()) {
      case PIN -> machine.type(pins.size() > 1 ? pins.pop() : pins.peek());
      case TAKE_CASH -> machine.takeCash();
      case TAKE_CARD -> machine.takeCard();
      case RESULT, FAILED -> {
        if (screen.option(Action.TAKE_CARD).isPresent()) {
          machine.choose(Action.TAKE_CARD);
        } else {
          machine.takeCash();
          machine.takeCard();
        }
      }
      case QUESTION, ENTRY, INSERT_NOTES -> reply(front, wish);
      case STARTING,
          OUT_OF_SERVICE,
          IDLE,
          WORKING,
          MENU,
          COUNTING_CASH,
          MOVING_NOTES,
          CARD_RETAINED -> {}
    }
  }

  private void reply(Front front, Wish wish) {
    Screen screen = front.screen();
    switch (wish) {
      case Wish.Cash(long amount) -> {
        if (screen.kind() == Screen.Kind.ENTRY) {
          machine.type(Long.toString(amount / CENTS));
        } else if (!chooseFirst(
            screen, new Choice.Amount(amount), Action.FEW_NOTES, Action.ACCEPT)) {
          machine.choose(Action.OTHER_AMOUNT);
        }
      }
      case Wish.PutIn(Notes notes) -> {
        if (screen.kind() != Screen.Kind.INSERT_NOTES) {
          chooseAccount(screen);
        } else if (front.escrow().isEmpty()) {
          machine.insertNotes(notes);
        } else {
          machine.choose(Action.ACCEPT);
        }
      }
      case Wish.Send(String to, long amount) -> {
        if (screen.entry() != null) {
          machine.type(screen.entry().letters() ? to : Long.toString(amount / CENTS));
        } else if (!chooseFirst(screen, Action.OTHER_ACCOUNT, Action.ACCEPT)) {
          chooseAccount(screen);
        }
      }
    }
  }

  private boolean chooseFirst(Screen screen, Choice... choices) {
    for (Choice choice : choices) {
      if (screen.option(choice).isPresent()) {
        machine.choose(choice);
        return true;
      }
    }
    return false;
  }

  private void chooseAccount(Screen screen) {
    screen.options().stream()
        .map(Screen.Option::choice)
        .filter(Choice.Account.class::isInstance)
        .findFirst()
        .ifPresent(machine::choose);
  }

  private static void lookAgain(CashMachineNode machine, Front seen) {
    try {
      machine.await(front -> !front.equals(seen), GLANCE);
    } catch (TimeoutException nothingNew) {
      return;
    }
  }

  private void awaitIdle() {
    try {
      machine.await(Screen.Kind.IDLE, VISIT_MAX);
    } catch (TimeoutException e) {
      throw new CommandFailure(
          ExitCode.REFUSED, machine.profile().name() + " is not in service: " + e.getMessage(), e);
    }
  }

  /** After a power cut: waits until the machine is back, and takes whatever it gives. */
  static void collect(CashMachineNode machine) {
    long end = System.nanoTime() + VISIT_MAX.toNanos();
    while (System.nanoTime() < end) {
      Front front = machine.front();
      boolean idle = front.screen().kind() == Screen.Kind.IDLE;
      if (front.powerOn() && idle && machine.open().isEmpty()) {
        return;
      }
      if (front.powerOn() && machine.uncertain()) {
        machine.countAndResolve();
      } else if (front.cardOut()) {
        machine.takeCard();
      } else if (!front.shutter().isEmpty()) {
        machine.takeCash();
      }
      lookAgain(machine, front);
    }
    throw new CommandFailure(
        ExitCode.REFUSED,
        machine.profile().name() + " did not recover: " + machine.screen().text());
  }

  /** Notes for a deposit of 70 EUR. */
  static Notes someNotes() {
    return Notes.of(Map.of(50_00, 1, 20_00, 1));
  }
}
