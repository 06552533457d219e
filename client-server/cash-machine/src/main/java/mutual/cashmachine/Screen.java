package mutual.cashmachine;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the machine shows: one question, or one thing that happens.
 *
 * @param headline what the customer came for, such as the balance; the largest thing on the screen
 * @param lines what it means, in sentences
 * @param rows label and value, such as movements
 * @param options what the side keys stand for
 * @param entry what is being typed
 * @param secondsLeft set while the machine warns that it will not wait much longer
 */
public record Screen(
    Kind kind,
    String title,
    @Nullable String headline,
    List<String> lines,
    List<Row> rows,
    List<Option> options,
    @Nullable Entry entry,
    @Nullable Integer secondsLeft) {

  /** What sort of screen it is, for layout and pictures. */
  public enum Kind {
    STARTING,
    OUT_OF_SERVICE,
    IDLE,
    WORKING,
    PIN,
    MENU,
    QUESTION,
    ENTRY,
    COUNTING_CASH,
    TAKE_CASH,
    INSERT_NOTES,
    MOVING_NOTES,
    RESULT,
    FAILED,
    TAKE_CARD,
    CARD_RETAINED
  }

  public record Row(String label, String detail, String value) {}

  /** One side key's meaning. */
  public record Option(Key.Side side, Choice choice, String label, String detail) {}

  /**
   * @param shown what is typed so far; dots for a PIN
   * @param unit such as EUR; may be empty
   * @param letters true if letters may be typed too
   */
  public record Entry(String label, String shown, String unit, boolean letters) {}

  public Screen {
    lines = List.copyOf(lines);
    rows = List.copyOf(rows);
    options = List.copyOf(options);
  }

  public Optional<Option> option(Choice choice) {
    return options.stream().filter(o -> o.choice().equals(choice)).findFirst();
  }

  /** Everything on it as one text, for tours and tests. */
  public String text() {
    StringBuilder text = new StringBuilder(title);
    if (headline != null) {
      text.append(" · ").append(headline);
    }
    lines.forEach(line -> text.append(" · ").append(line));
    return text.toString();
  }
}
