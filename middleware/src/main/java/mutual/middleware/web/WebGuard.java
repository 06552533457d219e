package mutual.middleware.web;

import java.util.Optional;

/**
 * Says who may use the pages of a server; asked before each handler, on a virtual thread on which
 * it may block.
 */
@FunctionalInterface
public interface WebGuard {
  /** The answer to give instead, such as a redirect or a page with status 403; empty: go on. */
  Optional<WebResponse> check(WebRequest request);
}
