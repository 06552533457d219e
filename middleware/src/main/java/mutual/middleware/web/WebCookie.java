package mutual.middleware.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cookie to be kept by the browser: for all paths of this site only, out of scripts' reach
 * ({@code HttpOnly; SameSite=Strict}).
 *
 * @param maxAge how long it is kept; null: until the browser ends; zero: forgotten at once
 */
public record WebCookie(String name, String value, @Nullable Duration maxAge) {
  /** Checks that name and value consist of cookie characters (RFC 6265, section 4.1.1). */
  public WebCookie {
    if (!name.matches("[A-Za-z0-9_.-]+")) {
      throw new IllegalArgumentException("Not a cookie name: " + name);
    }
    if (!value.matches("[!#-+\\--:<-\\[\\]-~]*")) {
      throw new IllegalArgumentException(
          "The value of cookie " + name + " has other characters than RFC 6265 allows");
    }
  }

  /** A cookie that ends with the browser. */
  public static WebCookie session(String name, String value) {
    return new WebCookie(name, value, null);
  }

  /** Makes the browser forget a cookie. */
  public static WebCookie forget(String name) {
    return new WebCookie(name, "", Duration.ZERO);
  }

  /** The value of a {@code Set-Cookie} header field. */
  public String headerValue() {
    String age = maxAge == null ? "" : "; Max-Age=" + maxAge.toSeconds();
    return name + "=" + value + "; Path=/" + age + "; HttpOnly; SameSite=Strict";
  }
}
