package mutual.app.bank;

import java.util.Locale;
import mutual.contracts.bank.v1.Refusal;

/** The contracts' names in words. */
final class Words {
  private Words() {}

  /** Such as {@code funds insufficient}. */
  static String of(Refusal refusal) {
    return of(refusal, "REFUSAL_");
  }

  /** A name without the prefix that protobuf wants before each. */
  static String of(Enum<?> value, String prefix) {
    return value.name().replace(prefix, "").replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
