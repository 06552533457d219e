package mutual.app.bank;

import java.util.List;
import mutual.app.AmountText;
import mutual.app.CommandGroup;
import mutual.app.Output;
import mutual.app.RepeatOption;
import mutual.contracts.bank.v1.Account;
import mutual.contracts.bank.v1.CloseAccountRequest;
import mutual.contracts.bank.v1.GetAccountRequest;
import mutual.contracts.bank.v1.ListAccountsRequest;
import mutual.contracts.bank.v1.ListAccountsResponse;
import mutual.contracts.bank.v1.ListMovementsRequest;
import mutual.contracts.bank.v1.ListMovementsResponse;
import mutual.contracts.bank.v1.OpenAccountRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutual bank account …}. */
@Command(
    name = "account",
    description = "Accounts, their balances and movements.",
    subcommands = {
      AccountCommands.Open.class,
      AccountCommands.ListAll.class,
      AccountCommands.Show.class,
      AccountCommands.Movements.class,
      AccountCommands.Close.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual bank account open CUSTOMER-ID --data north",
      "  mutual bank account list --data north --internal"
    })
final class AccountCommands extends CommandGroup {
  private static void show(Output out, Account account) {
    out.field("account", account.getNumber());
    out.field("kind", Words.of(account.getKind(), "ACCOUNT_KIND_"));
    if (!account.getCustomerId().isEmpty()) {
      out.field("customer", account.getCustomerName() + " (" + account.getCustomerId() + ")");
    }
    out.field("balance", AmountText.of(account.getBalance()));
    out.field("available", AmountText.of(account.getAvailable()));
    out.field("held", AmountText.of(account.getHeld()));
    out.field("overdraft", AmountText.of(account.getOverdraft()));
    out.field("open", account.getClosed() ? "no" : "yes");
  }

  @Command(
      name = "open",
      description = "Open an account for a customer; prints its number.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mutual bank account open CUSTOMER-ID --data north",
        "  mutual bank account open CUSTOMER-ID --overdraft 500 --data north"
      })
  static final class Open extends BankTask {
    @Parameters(paramLabel = "CUSTOMER-ID", description = "From 'customer open' or 'list'.")
    String customer = "";

    @Option(
        names = "--overdraft",
        paramLabel = "AMOUNT",
        defaultValue = "0",
        description = "What the account may be overdrawn by; ${DEFAULT-VALUE} unless said.")
    String overdraft = "0";

    @Mixin RepeatOption repeat = new RepeatOption();

    @Override
    int run(BankSession bank, Output out) {
      Account account =
          bank.accounts()
              .openAccount(
                  OpenAccountRequest.newBuilder()
                      .setId(repeat.orNew())
                      .setCustomerId(customer)
                      .setCurrency(bank.currency())
                      .setOverdraftMinorUnits(AmountText.parse(overdraft, bank.currency()))
                      .build());
      out.answer(account, text -> text.line(account.getNumber()));
      return 0;
    }
  }

  @Command(
      name = "list",
      description = "List accounts and balances.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mutual bank account list --data north",
        "  mutual bank account list --internal --data north --json"
      })
  static final class ListAll extends BankTask {
    @Option(
        names = "--customer",
        paramLabel = "CUSTOMER-ID",
        defaultValue = "",
        description = "Only this customer's.")
    String customer = "";

    @Option(names = "--internal", description = "Also the bank's own accounts.")
    boolean internal;

    @Override
    int run(BankSession bank, Output out) {
      ListAccountsResponse.Builder all = ListAccountsResponse.newBuilder();
      String page = "";
      do {
        ListAccountsResponse answer =
            bank.accounts()
                .listAccounts(
                    ListAccountsRequest.newBuilder()
                        .setCustomerId(customer)
                        .setIncludeInternal(internal)
                        .setPageSize(500)
                        .setPageToken(page)
                        .build());
        all.addAllAccounts(answer.getAccountsList());
        page = answer.getNextPageToken();
      } while (!page.isEmpty());
      out.answer(
          all.build(),
          text ->
              text.table(
                  List.of("NUMBER", "BALANCE>", "AVAILABLE>", "KIND", "CUSTOMER"),
                  all.getAccountsList(),
                  a ->
                      List.of(
                          a.getNumber(),
                          AmountText.of(a.getBalance()),
                          AmountText.of(a.getAvailable()),
                          Words.of(a.getKind(), "ACCOUNT_KIND_"),
                          a.getCustomerName() + (a.getClosed() ? " (closed)" : "")),
                  "No accounts yet."));
      return 0;
    }
  }

  @Command(
      name = "show",
      description = "Show one account.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank account show XM36NORT0000000001 --data north")
  static final class Show extends BankTask {
    @Parameters(paramLabel = "ACCOUNT", description = "The account's number.")
    String number = "";

    @Override
    int run(BankSession bank, Output out) {
      Account account =
          bank.accounts().getAccount(GetAccountRequest.newBuilder().setNumber(number).build());
      out.answer(account, text -> show(text, account));
      return 0;
    }
  }

  @Command(
      name = "close",
      description = "Close an account that is empty and has no holds.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank account close XM36NORT0000000001 --data north")
  static final class Close extends BankTask {
    @Parameters(paramLabel = "ACCOUNT", description = "The account's number.")
    String number = "";

    @Override
    int run(BankSession bank, Output out) {
      Account account =
          bank.accounts().closeAccount(CloseAccountRequest.newBuilder().setNumber(number).build());
      out.answer(account, text -> show(text, account));
      return 0;
    }
  }

  @Command(
      name = "movements",
      description = "List an account's movements, newest first.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank account movements XM36NORT0000000001 --max 20 --data north")
  static final class Movements extends BankTask {
    @Parameters(paramLabel = "ACCOUNT", description = "The account's number.")
    String number = "";

    @Option(
        names = "--max",
        paramLabel = "N",
        defaultValue = "50",
        description = "At most this many, 1 to 500; ${DEFAULT-VALUE} unless said.")
    int max;

    @Override
    int run(BankSession bank, Output out) {
      ListMovementsResponse answer =
          bank.accounts()
              .listMovements(
                  ListMovementsRequest.newBuilder().setNumber(number).setPageSize(max).build());
      out.answer(
          answer,
          text ->
              text.table(
                  List.of("TIME", "AMOUNT>", "BALANCE>", "KIND", "COUNTERPARTY", "REFERENCE"),
                  answer.getMovementsList(),
                  m ->
                      List.of(
                          m.getTime(),
                          AmountText.of(m.getAmount()),
                          AmountText.of(m.getBalanceAfter()),
                          m.getKind(),
                          m.getCounterparty(),
                          m.getReference()),
                  "No movements yet."));
      return 0;
    }
  }
}
