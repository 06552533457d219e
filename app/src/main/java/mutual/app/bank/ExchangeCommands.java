package mutual.app.bank;

import java.util.List;
import mutual.app.AmountText;
import mutual.app.CommandGroup;
import mutual.app.Output;
import mutual.contracts.bank.v1.Exchange;
import mutual.contracts.bank.v1.GetExchangeRequest;
import mutual.contracts.bank.v1.ListExchangesRequest;
import mutual.contracts.bank.v1.ListExchangesResponse;
import mutual.contracts.bank.v1.Refusal;
import mutual.contracts.bank.v1.ResolveExchangeRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutual bank exchange …}. */
@Command(
    name = "exchange",
    description = "Withdrawals and transfers, with their states and history.",
    subcommands = {
      ExchangeCommands.ListAll.class,
      ExchangeCommands.Show.class,
      ExchangeCommands.Resolve.class
    },
    footerHeading = "%nExample:%n",
    footer = "  mutual bank exchange list --open --data north")
final class ExchangeCommands extends CommandGroup {
  private static void show(Output out, Exchange exchange) {
    out.field("exchange", exchange.getId());
    out.field("role", exchange.getRole());
    out.field("state", exchange.getState());
    optional(out, "partner", exchange.getPartner());
    optional(out, "machine", exchange.getMachine());
    optional(out, "card", exchange.getCard());
    optional(out, "account", exchange.getAccount());
    out.field("amount", AmountText.of(exchange.getAmount()));
    out.field("fee", AmountText.of(exchange.getFee()));
    if (exchange.getRefusal() != Refusal.REFUSAL_UNSPECIFIED) {
      out.field("refusal", Words.of(exchange.getRefusal()));
    }
    optional(out, "unanswered", exchange.getOutstanding());
    out.field("created", exchange.getCreated());
    exchange
        .getHistoryList()
        .forEach(
            step ->
                out.field("", step.getTime() + "  " + step.getState() + "  " + step.getEvent()));
  }

  private static void optional(Output out, String name, String value) {
    if (!value.isEmpty()) {
      out.field(name, value);
    }
  }

  @Command(
      name = "list",
      description = "List exchanges, newest first.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mutual bank exchange list --data north",
        "  mutual bank exchange list --open --data north --json"
      })
  static final class ListAll extends BankTask {
    @Option(names = "--open", description = "Only those that are not finished.")
    boolean open;

    @Option(
        names = "--max",
        paramLabel = "N",
        defaultValue = "50",
        description = "At most this many, 1 to 500; ${DEFAULT-VALUE} unless said.")
    int max;

    @Override
    int run(BankSession bank, Output out) {
      ListExchangesResponse answer =
          bank.operations()
              .listExchanges(
                  ListExchangesRequest.newBuilder().setOpenOnly(open).setPageSize(max).build());
      out.answer(
          answer,
          text ->
              text.table(
                  List.of(
                      "ID", "ROLE", "STATE", "AMOUNT>", "FEE>", "PARTNER", "MACHINE", "UNANSWERED"),
                  answer.getExchangesList(),
                  e ->
                      List.of(
                          e.getId(),
                          e.getRole(),
                          e.getState(),
                          AmountText.of(e.getAmount()),
                          AmountText.of(e.getFee()),
                          e.getPartner(),
                          e.getMachine(),
                          e.getOutstanding()),
                  "No exchanges."));
      return 0;
    }
  }

  @Command(
      name = "show",
      description = "Show one exchange and all that happened to it.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank exchange show 019a0000-0000-7000-8000-000000000000 --data north")
  static final class Show extends BankTask {
    @Parameters(paramLabel = "ID", description = "The exchange's id.")
    String id = "";

    @Override
    int run(BankSession bank, Output out) {
      Exchange exchange =
          bank.operations().getExchange(GetExchangeRequest.newBuilder().setId(id).build());
      out.answer(exchange, text -> show(text, exchange));
      return 0;
    }
  }

  @Command(
      name = "resolve",
      description = {
        "Settle a withdrawal whose machine cannot tell what it paid out.",
        "Count the machine first; then say what was really paid out."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mutual bank exchange resolve ID --dispensed 0 --data north     nothing was paid out",
        "  mutual bank exchange resolve ID --dispensed 80 --data north"
      })
  static final class Resolve extends BankTask {
    @Parameters(paramLabel = "ID", description = "The exchange's id.")
    String id = "";

    @Option(
        names = "--dispensed",
        required = true,
        paramLabel = "AMOUNT",
        description = "What the customer really got.")
    String dispensed = "";

    @Override
    int run(BankSession bank, Output out) {
      Exchange exchange =
          bank.operations()
              .resolveExchange(
                  ResolveExchangeRequest.newBuilder()
                      .setId(id)
                      .setDispensedMinorUnits(AmountText.parse(dispensed, bank.currency()))
                      .build());
      out.answer(exchange, text -> show(text, exchange));
      return 0;
    }
  }
}
