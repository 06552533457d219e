package mutual.middleware.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to one {@link WebRequest}. The headers that keep pages safe are added by the server.
 *
 * @param headers further header fields; they replace the server's own of the same name
 */
public record WebResponse(
    int status,
    String contentType,
    byte[] body,
    Map<String, String> headers,
    List<WebCookie> cookies) {
  /** Copies the collections. */
  public WebResponse {
    headers = Map.copyOf(headers);
    cookies = List.copyOf(cookies);
  }

  /** A page, status 200. */
  public static WebResponse html(String page) {
    return html(200, page);
  }

  /** A page with another status. */
  public static WebResponse html(int status, String page) {
    return of(status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends the browser on with a GET (status 303), as after every accepted form. */
  public static WebResponse redirect(String location) {
    return of(303, "text/plain; charset=utf-8", new byte[0]).withHeader("location", location);
  }

  /** JSON text, status 200. */
  public static WebResponse json(String json) {
    return of(200, "application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8));
  }

  /** Plain text. */
  public static WebResponse text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** No content, status 204. */
  public static WebResponse empty() {
    return of(204, "text/plain; charset=utf-8", new byte[0]);
  }

  /** Any bytes of any type. */
  public static WebResponse of(int status, String contentType, byte[] body) {
    return new WebResponse(status, contentType, body, Map.of(), List.of());
  }

  /** The same answer with one more header field. */
  public WebResponse withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new WebResponse(status, contentType, body, more, cookies);
  }

  /** The same answer with one more cookie. */
  public WebResponse withCookie(WebCookie cookie) {
    List<WebCookie> more = new ArrayList<>(cookies);
    more.add(cookie);
    return new WebResponse(status, contentType, body, headers, more);
  }

  /** The body as UTF-8 text. */
  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
