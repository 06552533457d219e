package mutual.middleware;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites' pages from using a person's browser against this one: the host must be one of
 * ours (stops DNS rebinding), and posts must come from our own pages (stops forged requests).
 */
final class SiteGuard {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src"
          + " 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri"
          + " 'none'";

  private final Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));

  SiteGuard(Set<String> furtherHosts) {
    furtherHosts.forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
  }

  /** Why a request is refused, for the person who sees it; empty if it may pass. */
  Optional<String> objection(RequestHeaders headers) {
    @Nullable String authority = headers.authority();
    if (authority == null || !hosts.contains(host(authority))) {
      return Optional.of(
          "This server does not go by that name. Use localhost, or have its operator add the"
              + " name.");
    }
    if (headers.method() == HttpMethod.POST) {
      @Nullable String site = headers.get("sec-fetch-site");
      if (site != null && !site.equals("same-origin") && !site.equals("none")) {
        return Optional.of("This form was sent by a page of another site.");
      }
      @Nullable String origin = headers.get(HttpHeaderNames.ORIGIN);
      if (origin != null && !sameOrigin(origin, authority)) {
        return Optional.of("This form was sent by a page of another site.");
      }
    }
    return Optional.empty();
  }

  private static boolean sameOrigin(String origin, String authority) {
    try {
      return authority.equalsIgnoreCase(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    boolean port = colon > authority.lastIndexOf(']');
    return (port ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
  }

  /** Adds what every answer carries, where the handler has not said otherwise. */
  static void protect(ResponseHeadersBuilder headers) {
    absent(headers, "content-security-policy", POLICY);
    absent(headers, "x-content-type-options", "nosniff");
    absent(headers, "referrer-policy", "same-origin");
    absent(headers, "cross-origin-opener-policy", "same-origin");
    absent(headers, "cross-origin-resource-policy", "same-origin");
    absent(headers, "cache-control", "no-store");
  }

  private static void absent(ResponseHeadersBuilder headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }
}
