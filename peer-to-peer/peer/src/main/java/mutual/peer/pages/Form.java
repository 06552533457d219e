package mutual.peer.pages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mutual.middleware.web.WebRequest;
import mutual.pages.Field;

/**
 * What a person wrote into one of a page's forms, and what is wrong with it.
 *
 * @param name which form of the page it is; empty if none was sent
 * @param errors by field
 */
public record Form(String name, Map<String, List<String>> values, Map<String, String> errors) {
  /** No form was sent. */
  public static final Form NONE = new Form("", Map.of(), Map.of());

  public Form {
    values = Map.copyOf(values);
    errors = Map.copyOf(errors);
  }

  static Form of(String name, WebRequest request) {
    return new Form(name, request.formFields(), Map.of());
  }

  Form error(String field, String text) {
    Map<String, String> more = new LinkedHashMap<>(errors);
    more.putIfAbsent(field, text);
    return new Form(name, values, more);
  }

  boolean wrong() {
    return !errors.isEmpty();
  }

  /** The form of that name as it was sent, or none. */
  public Form named(String other) {
    return name.equals(other) ? this : NONE;
  }

  public boolean sent() {
    return !name.isEmpty();
  }

  /** What was written into a field; empty if it was left out. */
  public String value(String field) {
    return all(field).stream().findFirst().map(String::strip).orElse("");
  }

  /** All values of a field of many. */
  public List<String> all(String field) {
    return values.getOrDefault(field, List.of());
  }

  /** What is wrong with a field; empty if nothing. */
  public String wrongWith(String field) {
    return errors.getOrDefault(field, "");
  }

  /** The field with what was written and what is wrong with it. */
  public Field fill(Field field) {
    Field filled = field.error(errors.get(field.name()));
    return values.containsKey(field.name()) ? filled.value(value(field.name())) : filled;
  }
}
