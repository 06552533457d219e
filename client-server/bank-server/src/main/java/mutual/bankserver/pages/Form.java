package mutual.bankserver.pages;

import java.util.LinkedHashMap;
import java.util.Map;
import mutual.middleware.web.WebRequest;
import mutual.pages.Field;
import org.jspecify.annotations.Nullable;

/**
 * What a person wrote into a form, and what is wrong with it.
 *
 * @param problem what is wrong with the whole of it, if anything
 */
public record Form(
    Map<String, String> values, Map<String, String> errors, @Nullable String problem) {
  public Form {
    values = Map.copyOf(values);
    errors = Map.copyOf(errors);
  }

  static Form empty() {
    return new Form(Map.of(), Map.of(), null);
  }

  static Form of(WebRequest request) {
    Map<String, String> values = new LinkedHashMap<>();
    request.formFields().forEach((name, all) -> values.put(name, all.getFirst().strip()));
    return new Form(values, Map.of(), null);
  }

  Form with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Form(more, errors, problem);
  }

  Form error(String name, String text) {
    Map<String, String> more = new LinkedHashMap<>(errors);
    more.putIfAbsent(name, text);
    return new Form(values, more, problem);
  }

  Form problem(@Nullable String text) {
    return new Form(values, errors, text);
  }

  boolean wrong() {
    return !errors.isEmpty() || problem != null;
  }

  /** The value of a field, empty if it was left out. */
  public String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** The field with what was written and what is wrong with it. Passwords are never sent back. */
  public Field fill(Field field) {
    Field filled = field.error(errors.get(field.name()));
    String value = values.get(field.name());
    return value == null || field.type().equals("password") ? filled : filled.value(value);
  }
}
