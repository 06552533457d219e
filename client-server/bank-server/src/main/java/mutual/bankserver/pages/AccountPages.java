package mutual.bankserver.pages;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import mutual.bank.Bank;
import mutual.bankserver.AccountEntry;
import mutual.bankserver.CardEntry;
import mutual.bankserver.CustomerEntry;
import mutual.bankserver.StatementLine;
import mutual.bankserver.templates.JteaccountFormsGenerated;
import mutual.bankserver.templates.JteaccountGenerated;
import mutual.bankserver.templates.JteaccountNewGenerated;
import mutual.bankserver.templates.JteaccountsGenerated;
import mutual.bankserver.templates.JtecustomerNewGenerated;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.pages.Components;
import org.jspecify.annotations.Nullable;

/** Customers' accounts: finding them, reading them, opening and closing them. */
final class AccountPages {
  private static final int PAGE_ROWS = 50;
  private static final int FOUND_MAX = 50;
  private static final int CUSTOMER_ACCOUNTS_MAX = 50;

  private final Guard guard;
  private final Desk desk;

  private AccountPages(Guard guard, Desk desk) {
    this.guard = guard;
    this.desk = desk;
  }

  static void addTo(Guard guard, Desk desk) {
    AccountPages pages = new AccountPages(guard, desk);
    guard.page("/accounts", pages::list);
    guard.page("/accounts/new", pages::newAccount);
    guard.post("/accounts/new", pages::openAccount);
    guard.page("/customers/new", _ -> pages.newCustomer(desk.newForm()));
    guard.post("/customers/new", pages::openCustomer);
    guard.page("/accounts/{number}", request -> pages.one(request, desk.newForm()));
    guard.post("/accounts/{number}/deposit", pages::deposit);
    guard.post("/accounts/{number}/close", pages::close);
  }

  private View list(WebRequest request) {
    String search = request.query("q").map(String::strip).orElse("");
    boolean internal = request.query("kind").filter("all"::equals).isPresent();
    String after = request.query("after").orElse(null);
    List<AccountEntry> rows =
        search.isEmpty() ? desk.books().accounts(null, after, PAGE_ROWS, internal) : find(search);
    String kind = internal ? "kind=all" : "kind=customers";
    String next =
        search.isEmpty() && rows.size() == PAGE_ROWS
            ? "/accounts?" + kind + "&after=" + rows.getLast().account().number()
            : null;
    String first = after == null ? null : "/accounts?" + kind;
    return new View(
        "Accounts",
        "/accounts",
        output ->
            JteaccountsGenerated.render(
                Components.html(output), null, rows, search, internal, first, next));
  }

  /** By account number, card number, or part of a customer's name. */
  private List<AccountEntry> find(String search) {
    String number = search.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    if (number.matches("[0-9]{12,19}")) {
      return desk.books()
          .card(number)
          .flatMap(card -> desk.books().account(card.card().account()))
          .map(List::of)
          .orElse(List.of());
    }
    if (number.matches("[A-Z]{2}[0-9]{2}[A-Z0-9]{4,30}")) {
      return desk.books().account(number).map(List::of).orElse(List.of());
    }
    return desk.books().customersNamed(search, FOUND_MAX).stream()
        .flatMap(
            customer ->
                desk
                    .books()
                    .accounts(
                        customer.id(), null, CUSTOMER_ACCOUNTS_MAX, /* includeInternal= */ false)
                    .stream())
        .limit(FOUND_MAX)
        .toList();
  }

  private View one(WebRequest request, Form form) {
    AccountEntry account = account(request);
    String number = account.account().number();
    Optional<Long> from =
        request.query("from").filter(text -> text.matches("[0-9]{1,18}")).map(Long::parseLong);
    List<StatementLine> movements =
        from.isPresent()
            ? movements(number, from.get())
            : desk.books().movements(number, PAGE_ROWS);
    List<CardEntry> cards = desk.books().cardsOf(number);
    String next =
        movements.isEmpty() || movements.getLast().previous() == 0
            ? null
            : "/accounts/" + number + "?from=" + movements.getLast().previous();
    String first = from.isEmpty() ? null : "/accounts/" + number;
    return new View(
        "Account " + number,
        "/accounts",
        output ->
            JteaccountGenerated.render(
                Components.html(output), null, account, cards, movements, first, next),
        account.account().kind() == Bank.AccountView.Kind.CUSTOMER && !account.account().closed()
            ? output ->
                JteaccountFormsGenerated.render(Components.html(output), null, account, form)
            : null);
  }

  private List<StatementLine> movements(String number, long from) {
    try {
      return desk.books().movements(number, from, PAGE_ROWS);
    } catch (IllegalArgumentException notOfThisAccount) {
      throw WebException.notFound();
    }
  }

  private WebResponse deposit(WebRequest request, Session session) {
    AccountEntry account = account(request);
    Form form = desk.requireAmount(Form.of(request), "amount");
    return Desk.submit(
        session,
        form,
        () ->
            desk.office()
                .depositAtCounter(
                    Desk.id(form),
                    account.account().number(),
                    desk.amount(form, "amount"),
                    account.account().currency(),
                    form.value("reference")),
        "Paid in.",
        _ -> "/accounts/" + account.account().number(),
        wrong -> guard.again(session, one(request, wrong)));
  }

  private WebResponse close(WebRequest request, Session session) {
    String number = request.param("number");
    return Desk.submit(
        session,
        Form.of(request),
        () -> desk.office().closeAccount(number),
        "Account closed.",
        _ -> "/accounts/" + number,
        wrong -> guard.again(session, one(request, desk.newForm().problem(wrong.problem()))));
  }

  private View newCustomer(Form form) {
    return new View(
        "New customer",
        "/accounts",
        _ -> {},
        output -> JtecustomerNewGenerated.render(Components.html(output), null, form));
  }

  private WebResponse openCustomer(WebRequest request, Session session) {
    Form form = Form.of(request);
    return Desk.submit(
        session,
        form,
        () -> desk.office().openCustomer(Desk.id(form), form.value("name")),
        "Customer opened. Now open an account.",
        customer -> "/accounts/new?customer=" + customer.id(),
        wrong -> guard.again(session, newCustomer(wrong)));
  }

  private View newAccount(WebRequest request) {
    return newAccount(desk.newForm().with("customer", request.query("customer").orElse("")));
  }

  private View newAccount(Form form) {
    CustomerEntry customer = customer(form.value("customer"));
    if (customer == null) {
      throw new WebException(404, "There is no such customer.");
    }
    return new View(
        "New account",
        "/accounts",
        _ -> {},
        output -> JteaccountNewGenerated.render(Components.html(output), null, customer, form));
  }

  private WebResponse openAccount(WebRequest request, Session session) {
    Form form = desk.allowAmount(Form.of(request), "overdraft");
    long overdraft = Math.max(0, desk.amount(form, "overdraft"));
    return Desk.submit(
        session,
        form,
        () ->
            desk.office()
                .openAccount(
                    Desk.id(form),
                    FormId.parse(form.value("customer")),
                    desk.currency(),
                    overdraft),
        "Account opened.",
        account -> "/accounts/" + account.account().number(),
        wrong -> guard.again(session, newAccount(wrong)));
  }

  private @Nullable CustomerEntry customer(String id) {
    UUID wanted = FormId.parse(id);
    return desk.books().customer(wanted).orElse(null);
  }

  private AccountEntry account(WebRequest request) {
    return desk.books().account(request.param("number")).orElseThrow(WebException::notFound);
  }
}
