package mutual.middleware.web;

import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * One request of a person's browser, read completely.
 *
 * @param method GET or POST
 * @param path the decoded path, without the query
 * @param pathParameters what stood in the places that the route names in braces
 * @param queryFields decoded fields of the query, in order
 * @param formFields decoded fields of a form body, in order; empty if the body is no form
 * @param cookies cookies by name
 * @param remote the other end of the connection
 */
public record WebRequest(
    String method,
    String path,
    Map<String, String> pathParameters,
    Map<String, List<String>> queryFields,
    Map<String, List<String>> formFields,
    Map<String, String> cookies,
    InetSocketAddress remote) {
  /** Bytes a body may have. */
  public static final int BODY_BYTES_MAX = 64 * 1024;

  /** Fields a form or a query may have. */
  public static final int FIELDS_MAX = 200;

  /** What stood in the path where the route has this name in braces. */
  public String param(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The route of " + path + " has no {" + name + "}");
    }
    return value;
  }

  /** The path and the query, as an address to come back to. */
  public String target() {
    StringJoiner fields = new StringJoiner("&", "?", "").setEmptyValue("");
    queryFields.forEach(
        (name, values) -> values.forEach(value -> fields.add(encode(name) + "=" + encode(value))));
    return path + fields;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The first query field of this name. */
  public Optional<String> query(String name) {
    return queryFields.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The first form field of this name. */
  public Optional<String> form(String name) {
    return formFields.getOrDefault(name, List.of()).stream().findFirst();
  }

  /**
   * The first form field of this name, stripped; an absent or blank one ends the request with
   * status 400.
   */
  public String requiredForm(String name) {
    return form(name)
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> new WebException(400, "The field " + name + " is missing."));
  }

  /** The cookie of this name. */
  public Optional<String> cookie(String name) {
    return Optional.ofNullable(cookies.get(name));
  }
}
