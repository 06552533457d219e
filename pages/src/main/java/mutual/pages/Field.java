package mutual.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One input of a form with its label, hint and error.
 *
 * @param type an HTML input type
 * @param error what is wrong with {@code value}, said so that it can be put right
 * @param options if not empty, the choices of a select instead of an input
 */
public record Field(
    String name,
    String label,
    String type,
    String value,
    @Nullable String hint,
    @Nullable String error,
    @Nullable String autocomplete,
    @Nullable String inputMode,
    boolean required,
    List<Option> options) {
  /** One choice of a select. */
  public record Option(String value, String text) {}

  public Field {
    options = List.copyOf(options);
  }

  public static Field text(String name, String label) {
    return new Field(name, label, "text", "", null, null, "off", null, true, List.of());
  }

  /** A password; never given a value. */
  public static Field password(String name, String label) {
    return new Field(
        name, label, "password", "", null, null, "current-password", null, true, List.of());
  }

  /** An amount of money in whole and hundredth parts, such as 12.50. */
  public static Field amount(String name, String label) {
    return new Field(name, label, "text", "", null, null, "off", "decimal", true, List.of());
  }

  public static Field choice(String name, String label, List<Option> options) {
    return new Field(name, label, "select", "", null, null, null, null, true, options);
  }

  public Field value(@Nullable String value) {
    return new Field(
        name,
        label,
        type,
        value == null ? "" : value,
        hint,
        error,
        autocomplete,
        inputMode,
        required,
        options);
  }

  public Field hint(String hint) {
    return new Field(
        name, label, type, value, hint, error, autocomplete, inputMode, required, options);
  }

  public Field error(@Nullable String error) {
    return new Field(
        name, label, type, value, hint, error, autocomplete, inputMode, required, options);
  }

  public Field autocomplete(String autocomplete) {
    return new Field(
        name, label, type, value, hint, error, autocomplete, inputMode, required, options);
  }

  public Field optional() {
    return new Field(
        name, label, type, value, hint, error, autocomplete, inputMode, false, options);
  }

  /** The ids of hint and error, for aria-describedby. */
  public @Nullable String describedBy() {
    String ids =
        (hint == null ? "" : "field-" + name + "-hint")
            + (error == null ? "" : " field-" + name + "-error");
    return ids.isBlank() ? null : ids.strip();
  }
}
