package mutual.bankserver.pages;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;
import mutual.bankserver.BankBooks;
import mutual.bankserver.BankOffice;
import mutual.bankserver.BankServerConfig;
import mutual.bankserver.OutageException;
import mutual.bankserver.Outcome;
import mutual.middleware.RequestIds;
import mutual.middleware.web.WebResponse;
import mutual.pages.Format;
import mutual.pages.Tone;

/** What every page works with. */
record Desk(BankServerConfig bank, BankBooks books, BankOffice office, InstantSource clock) {
  private static final String NOT_AN_AMOUNT = "Write an amount such as 12.50.";

  String currency() {
    return bank.currency();
  }

  /** A form with the id of what it will do. */
  Form newForm() {
    return Form.empty().with("id", RequestIds.next().toString());
  }

  static UUID id(Form form) {
    return FormId.parse(form.value("id"));
  }

  /** What is asked of the bank once the form is read. */
  @FunctionalInterface
  interface Request<T> {
    Outcome<T> ask();
  }

  /** How the form is shown again with what is wrong. */
  @FunctionalInterface
  interface Again {
    WebResponse show(Form form);
  }

  /**
   * Asks, and leads on if it was done; otherwise shows the form again. Its id stays, so that
   * sending it once more after an outage does nothing twice.
   */
  static <T> WebResponse submit(
      Session session,
      Form form,
      Request<T> request,
      String done,
      Function<T, String> path,
      Again again) {
    if (form.wrong()) {
      return again.show(form);
    }
    try {
      return switch (request.ask()) {
        case Outcome.Done<T>(T value) -> {
          session.tell(Tone.GOOD, done);
          yield WebResponse.redirect(path.apply(value));
        }
        case Outcome.Refused<T>(var refusal, int _) ->
            again.show(form.problem(RefusalText.of(refusal)));
      };
    } catch (IllegalArgumentException malformed) {
      return again.show(form.problem(sentence(malformed.getMessage())));
    } catch (OutageException outage) {
      return again.show(
          form.problem(
              sentence(outage.getMessage()) + " Sending this form again does nothing twice."));
    }
  }

  /** The amount in minor units; a form with an error if it is none. */
  long amount(Form form, String name) {
    return Format.parseAmount(form.value(name), currency()).orElse(-1);
  }

  /** The form, with an error at this field unless it is an amount above zero. */
  Form requireAmount(Form form, String name) {
    return amount(form, name) > 0 ? form : form.error(name, NOT_AN_AMOUNT);
  }

  /** The form, with an error at this field unless it is an amount or empty. */
  Form allowAmount(Form form, String name) {
    return form.value(name).isEmpty() || amount(form, name) >= 0
        ? form
        : form.error(name, NOT_AN_AMOUNT);
  }

  private static String sentence(@org.jspecify.annotations.Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "This could not be done.";
    }
    String capital = Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return capital.endsWith(".") ? capital : capital + ".";
  }
}
