package mutual.bankserver.pages;

import java.time.Duration;
import java.time.InstantSource;
import mutual.bankserver.Operators;
import mutual.bankserver.templates.JteloginGenerated;
import mutual.middleware.web.WebCookie;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.middleware.web.WebRoutes;
import mutual.pages.Components;
import mutual.pages.Format;
import org.jspecify.annotations.Nullable;

/** Who are you? The only page that a stranger sees. */
final class LoginPage {
  private final Operators operators;
  private final Sessions sessions;
  private final LoginThrottle throttle;
  private final Frame frame;
  private final String cookie;

  LoginPage(
      Operators operators, Sessions sessions, InstantSource clock, Frame frame, String cookie) {
    this.operators = operators;
    this.sessions = sessions;
    this.throttle = new LoginThrottle(clock);
    this.frame = frame;
    this.cookie = cookie;
  }

  void addTo(WebRoutes routes) {
    routes.get("/login", request -> WebResponse.html(page(request, Form.empty())));
    routes.post("/login", this::login);
    routes.post("/logout", this::logout);
  }

  private WebResponse login(WebRequest request) {
    Form form = Form.of(request);
    String name = form.value("name");
    String address = request.remote().getAddress().getHostAddress();
    Duration wait = throttle.wait(name, address);
    if (!wait.isZero()) {
      String text =
          "Too many wrong passwords. Try again in "
              + Format.duration(
                  wait.plusSeconds(1).truncatedTo(java.time.temporal.ChronoUnit.SECONDS))
              + ".";
      return WebResponse.html(429, page(request, form.problem(text)))
          .withHeader("retry-after", Long.toString(wait.toSeconds() + 1));
    }
    // Not stripped: blanks may be part of a password.
    if (!operators.check(name, request.form("password").orElse(""))) {
      throttle.failed(name, address);
      return WebResponse.html(
          401, page(request, form.problem("Name or password is not right. Try again.")));
    }
    throttle.succeeded(name, address);
    return WebResponse.redirect(localPath(form.value("next")))
        .withCookie(WebCookie.session(cookie, sessions.start(name)));
  }

  private WebResponse logout(WebRequest request) {
    request.cookie(cookie).ifPresent(sessions::end);
    return WebResponse.redirect("/login").withCookie(WebCookie.forget(cookie));
  }

  private String page(WebRequest request, Form form) {
    String next = request.query("next").orElse(form.value("next"));
    return frame.strangersPage(
        "Log in",
        output -> JteloginGenerated.render(Components.html(output), null, form, localPath(next)));
  }

  /** Only a path of this server: whoever made the link must not lead people elsewhere. */
  private static String localPath(@Nullable String next) {
    return next != null && next.matches("/(?![/\\\\])[!-\\[\\]-~]*") ? next : "/";
  }
}
