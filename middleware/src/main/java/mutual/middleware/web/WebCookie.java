package mutual.middleware.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cookie to be kept by the browser: for this site only, out of scripts' reach ({@code HttpOnly;
 * SameSite=Strict}).
 *
 * @param maxAge how long it is kept; null: until the browser ends; zero: forgotten at once
 * @param secure whether it travels over TLS only
 */
public record WebCookie(
    String name, String value, String path, @Nullable Duration maxAge, boolean secure) {
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

  /** A cookie for all paths that ends with the browser. */
  public static WebCookie session(String name, String value) {
    return new WebCookie(name, value, "/", null, false);
  }

  /** Makes the browser forget a cookie. */
  public static WebCookie forget(String name) {
    return new WebCookie(name, "", "/", Duration.ZERO, false);
  }

  /** The same cookie, kept this long. */
  public WebCookie lasting(Duration newMaxAge) {
    return new WebCookie(name, value, path, newMaxAge, secure);
  }

  /** The value of a {@code Set-Cookie} header field. */
  public String headerValue() {
    StringBuilder text =
        new StringBuilder(name).append('=').append(value).append("; Path=").append(path);
    if (maxAge != null) {
      text.append("; Max-Age=").append(maxAge.toSeconds());
    }
    if (secure) {
      text.append("; Secure");
    }
    return text.append("; HttpOnly; SameSite=Strict").toString();
  }
}
