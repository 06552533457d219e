package mutual.cashmachine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One screen of a session together with what happens on each input to it. */
final class Step {
  private final Screen.Kind kind;
  private final String title;
  private @Nullable String headline;
  private final List<String> lines = new ArrayList<>();
  private final List<Screen.Row> rows = new ArrayList<>();
  private final List<Screen.Option> options = new ArrayList<>();
  private final Map<Choice, Runnable> choices = new HashMap<>();
  private @Nullable Typing typing;
  private int pinDigits;
  private boolean pin;
  private @Nullable Runnable onCancel;
  private long waitMillis;
  private long warnMillis;
  private Runnable onTimeout = () -> {};
  private long deadlineMillis = Long.MAX_VALUE;
  private @Nullable BankRequest asked;
  private Consumer<BankAnswer> onAnswer = _ -> {};
  private Runnable onSilence = () -> {};
  private Predicate<MachineEvent> onEvent = _ -> false;

  /** What is being typed on the keypad. */
  private static final class Typing {
    final String label;
    final String unit;
    final boolean letters;
    final int lengthMax;
    final Consumer<String> onEntered;
    String text = "";

    Typing(String label, String unit, boolean letters, int lengthMax, Consumer<String> onEntered) {
      this.label = label;
      this.unit = unit;
      this.letters = letters;
      this.lengthMax = lengthMax;
      this.onEntered = onEntered;
    }
  }

  Step(Screen.Kind kind, String title) {
    this.kind = kind;
    this.title = title;
  }

  Step headline(String text) {
    headline = text;
    return this;
  }

  Step line(String text) {
    lines.add(text);
    return this;
  }

  Step row(String label, String detail, String value) {
    rows.add(new Screen.Row(label, detail, value));
    return this;
  }

  /** At the next free side key from the top left. */
  Step option(Choice choice, String label, String detail, Runnable chosen) {
    for (Key.Side side : Key.Side.values()) {
      if (options.stream().noneMatch(o -> o.side() == side)) {
        return optionAt(side, choice, label, detail, chosen);
      }
    }
    throw new IllegalStateException("a ninth option: " + label);
  }

  Step option(Choice choice, String label, Runnable chosen) {
    return option(choice, label, "", chosen);
  }

  Step optionAt(Key.Side side, Choice choice, String label, String detail, Runnable chosen) {
    options.add(new Screen.Option(side, choice, label, detail));
    choices.put(choice, chosen);
    return this;
  }

  Step typing(
      String label, String unit, boolean letters, int lengthMax, Consumer<String> onEntered) {
    typing = new Typing(label, unit, letters, lengthMax, onEntered);
    return this;
  }

  Step pin() {
    pin = true;
    return this;
  }

  Step cancel(Runnable cancelled) {
    onCancel = cancelled;
    return this;
  }

  /** Every key starts the wait anew. */
  Step waits(long millis, long warn, Runnable timedOut) {
    waitMillis = millis;
    warnMillis = warn;
    onTimeout = timedOut;
    return this;
  }

  Step asks(BankRequest request, Consumer<BankAnswer> answered, Runnable silent) {
    asked = request;
    onAnswer = answered;
    onSilence = silent;
    return this;
  }

  /** The predicate says whether the event was meant for this step. */
  Step events(Predicate<MachineEvent> handler) {
    onEvent = handler;
    return this;
  }

  void begin(long nowMillis) {
    deadlineMillis = waitMillis == 0 ? Long.MAX_VALUE : nowMillis + waitMillis + warnMillis;
  }

  boolean waits() {
    return waitMillis > 0;
  }

  void on(long nowMillis, MachineEvent event) {
    switch (event) {
      case MachineEvent.Tick _ -> {
        if (nowMillis >= deadlineMillis) {
          deadlineMillis = Long.MAX_VALUE;
          onTimeout.run();
        }
      }
      case MachineEvent.Chosen chosen -> {
        Runnable runnable = choices.get(chosen.choice());
        if (runnable != null) {
          runnable.run();
        }
      }
      case MachineEvent.Pressed pressed -> {
        begin(nowMillis);
        press(pressed.key());
      }
      case MachineEvent.PinDigits digits -> {
        begin(nowMillis);
        pinDigits = digits.count();
      }
      case MachineEvent.PinCancelled _ -> cancel();
      case MachineEvent.BankAnswered answered -> {
        if (answered.request().equals(asked)) {
          onAnswer.accept(answered.answer());
        }
      }
      case MachineEvent.BankSilent silent -> {
        if (silent.request().equals(asked)) {
          onSilence.run();
        }
      }
      default -> {
        if (onEvent.test(event)) {
          return;
        }
      }
    }
  }

  private void press(Key key) {
    switch (key) {
      case Key.Side side ->
          options.stream()
              .filter(o -> o.side() == side)
              .findFirst()
              .map(o -> choices.get(o.choice()))
              .ifPresent(Runnable::run);
      case Key.Typed typed -> type(typed.value());
      case Key.Function.CANCEL -> cancel();
      case Key.Function.CLEAR -> {
        if (typing != null && !typing.text.isEmpty()) {
          typing.text = typing.text.substring(0, typing.text.length() - 1);
        }
      }
      case Key.Function.ENTER -> {
        if (typing != null) {
          if (!typing.text.isEmpty()) {
            typing.onEntered.accept(typing.text);
          }
        } else {
          // On a question with one way on, OK is that way.
          Runnable accept = choices.get(Choice.Action.ACCEPT);
          if (accept != null) {
            accept.run();
          }
        }
      }
    }
  }

  private void cancel() {
    if (onCancel != null) {
      onCancel.run();
    }
  }

  private void type(char value) {
    if (typing == null || typing.text.length() >= typing.lengthMax) {
      return;
    }
    boolean digit = value >= '0' && value <= '9';
    boolean letter = value >= 'A' && value <= 'Z';
    boolean leadingZero = !typing.letters && typing.text.isEmpty() && value == '0';
    if ((digit && !leadingZero) || (letter && typing.letters)) {
      typing.text = typing.text + value;
    }
  }

  Screen screen(long nowMillis) {
    Screen.Entry entry = null;
    if (typing != null) {
      entry = new Screen.Entry(typing.label, typing.text, typing.unit, typing.letters);
    } else if (pin) {
      entry = new Screen.Entry("PIN", "•".repeat(pinDigits), "", false);
    }
    long left = deadlineMillis - nowMillis;
    Integer secondsLeft =
        warnMillis > 0 && left <= warnMillis ? (int) Math.max(0, (left + 999) / 1000) : null;
    return new Screen(kind, title, headline, lines, rows, options, entry, secondsLeft);
  }
}
