package mutual.pages;

import java.util.Locale;

/** What a colour says. The words beside it always say it too. */
public enum Tone {
  PLAIN,
  ACCENT,
  GOOD,
  WARN,
  BAD;

  /** The class that gives an element this tone. */
  public String cssClass() {
    return "tone-" + name().toLowerCase(Locale.ROOT);
  }
}
