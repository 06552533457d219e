package mutual.middleware.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request of a person's browser, read completely.
 *
 * @param method GET or POST
 * @param path the decoded path, without the query
 * @param pathParameters what stood in the places that the route names in braces
 * @param queryFields decoded fields of the query, in order
 * @param formFields decoded fields of a form body, in order; empty if the body is no form
 * @param headers header fields with names in lower case
 * @param cookies cookies by name
 * @param body the raw body, at most {@link #BODY_BYTES_MAX}
 * @param remote the other end of the connection
 */
public record WebRequest(
    String method,
    String path,
    Map<String, String> pathParameters,
    Map<String, List<String>> queryFields,
    Map<String, List<String>> formFields,
    Map<String, String> headers,
    Map<String, String> cookies,
    byte[] body,
    InetSocketAddress remote) {
  /** Bytes a body may have. */
  public static final int BODY_BYTES_MAX = 64 * 1024;

  /** Fields a form or a query may have. */
  public static final int FIELDS_MAX = 200;

  /** Makes a GET request, for tests of handlers. */
  public static WebRequest get(String path) {
    return new WebRequest(
        "GET",
        path,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        new byte[0],
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
  }

  /** Makes a POST request with form fields, for tests of handlers. */
  public static WebRequest post(String path, Map<String, String> form) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    form.forEach((name, value) -> fields.put(name, List.of(value)));
    return new WebRequest(
        "POST",
        path,
        Map.of(),
        Map.of(),
        fields,
        Map.of(),
        Map.of(),
        new byte[0],
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
  }

  /** The same request with other path parameters. */
  public WebRequest withPathParameters(Map<String, String> parameters) {
    return new WebRequest(
        method, path, parameters, queryFields, formFields, headers, cookies, body, remote);
  }

  /** The same request with other cookies. */
  public WebRequest withCookies(Map<String, String> newCookies) {
    return new WebRequest(
        method, path, pathParameters, queryFields, formFields, headers, newCookies, body, remote);
  }

  /** What stood in the path where the route has this name in braces. */
  public String param(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The route of " + path + " has no {" + name + "}");
    }
    return value;
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

  /** The first header field of this name, in any case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The cookie of this name. */
  public Optional<String> cookie(String name) {
    return Optional.ofNullable(cookies.get(name));
  }

  /** The body as UTF-8 text. */
  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
