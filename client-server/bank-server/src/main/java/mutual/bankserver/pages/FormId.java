package mutual.bankserver.pages;

import java.util.UUID;
import mutual.middleware.web.WebException;

/** The id of what a form does, made when the form was shown, so that it is done once. */
final class FormId {
  private FormId() {}

  static UUID parse(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException malformed) {
      throw new WebException(400, "This form is damaged; open it again.");
    }
  }
}
