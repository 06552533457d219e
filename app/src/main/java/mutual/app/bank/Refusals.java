package mutual.app.bank;

import java.util.Locale;
import mutual.contracts.bank.v1.Refusal;

/** Refusals in words. */
final class Refusals {
  private Refusals() {}

  /** Such as {@code funds insufficient}. */
  static String words(Refusal refusal) {
    return words(refusal.name());
  }

  static String words(String name) {
    return name.replace("REFUSAL_", "").replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
