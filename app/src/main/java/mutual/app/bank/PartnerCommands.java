package mutual.app.bank;

import java.util.ArrayList;
import java.util.List;
import mutual.app.AmountText;
import mutual.app.CommandFailure;
import mutual.app.CommandGroup;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.contracts.bank.v1.AddPartnerRequest;
import mutual.contracts.bank.v1.ListPartnersRequest;
import mutual.contracts.bank.v1.ListPartnersResponse;
import mutual.contracts.bank.v1.Partner;
import mutual.contracts.bank.v1.UpdatePartnerRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutual bank partner …}. */
@Command(
    name = "partner",
    description = "Other banks that this one works with.",
    subcommands = {
      PartnerCommands.Add.class,
      PartnerCommands.ListAll.class,
      PartnerCommands.Update.class
    },
    footerHeading = "%nExample:%n",
    footer = "  mutual bank partner list --data north")
final class PartnerCommands extends CommandGroup {
  private static void show(Output out, Partner partner) {
    out.field("partner", partner.getCode() + " " + partner.getName());
    out.field("node", partner.getNodeId());
    out.field("addresses", String.join(", ", partner.getAddressesList()));
    out.field("cards", partner.getCardPrefix() + "…");
    out.field("may owe us", AmountText.of(partner.getNetDebitCap()));
    out.field("owes us", AmountText.of(partner.getDueFrom()));
    out.field("we owe it", AmountText.of(partner.getDueTo()));
    out.field("net", AmountText.of(partner.getNet()));
    out.field("unanswered", partner.getOutstanding() + " messages");
    out.field("state", state(partner));
  }

  private static String state(Partner partner) {
    return partner.getSuspended()
        ? "suspended"
        : partner.getReachable() ? "reachable" : "unreachable";
  }

  @Command(
      name = "add",
      description = "Make another bank, known by its key, a partner. Both banks do this.",
      footerHeading = "%nExample:%n",
      footer = {
        "  mutual bank partner add SOUT \"$(mutual bank id --data south)\" --name Southbank \\",
        "      --card-prefix 999002 --cap 100000 --address 127.0.0.1:7543 --data north"
      })
  static final class Add extends BankTask {
    @Parameters(index = "0", paramLabel = "CODE", description = "Four capital letters.")
    String code = "";

    @Parameters(index = "1", paramLabel = "NODE-ID", description = "From 'mutual bank id'.")
    String node = "";

    @Option(names = "--name", required = true, paramLabel = "TEXT", description = "Its name.")
    String name = "";

    @Option(
        names = "--card-prefix",
        required = true,
        paramLabel = "DIGITS",
        description = "First six digits of its cards.")
    String cardPrefix = "";

    @Option(
        names = "--cap",
        required = true,
        paramLabel = "AMOUNT",
        description = "What it may owe this bank, net of what this bank owes it.")
    String cap = "";

    @Option(
        names = "--address",
        paramLabel = "HOST:PORT",
        description = "Where its node port is; may be given several times.")
    List<String> addresses = new ArrayList<>();

    @Override
    int run(BankSession bank, Output out) {
      Partner partner =
          bank.operations()
              .addPartner(
                  AddPartnerRequest.newBuilder()
                      .setCode(code)
                      .setNodeId(node)
                      .setName(name)
                      .setCardPrefix(cardPrefix)
                      .setNetDebitCap(AmountText.money(cap, bank.currency()))
                      .addAllAddresses(addresses)
                      .build());
      out.answer(partner, text -> show(text, partner));
      return 0;
    }
  }

  @Command(
      name = "list",
      description = "List partner banks and net positions.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank partner list --data north --json")
  static final class ListAll extends BankTask {
    @Override
    int run(BankSession bank, Output out) {
      ListPartnersResponse answer =
          bank.operations().listPartners(ListPartnersRequest.getDefaultInstance());
      out.answer(
          answer,
          text ->
              text.table(
                  List.of("CODE", "NAME", "OWES US>", "WE OWE>", "NET>", "UNANSWERED>", "STATE"),
                  answer.getPartnersList(),
                  p ->
                      List.of(
                          p.getCode(),
                          p.getName(),
                          AmountText.of(p.getDueFrom()),
                          AmountText.of(p.getDueTo()),
                          AmountText.of(p.getNet()),
                          Integer.toString(p.getOutstanding()),
                          state(p)),
                  "No partners yet."));
      return 0;
    }
  }

  @Command(
      name = "update",
      description = "Change a partner's cap, addresses or suspension; what is not named stays.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mutual bank partner update SOUT --suspend --data north",
        "  mutual bank partner update SOUT --resume --cap 50000 --data north"
      })
  static final class Update extends BankTask {
    @Parameters(paramLabel = "CODE", description = "The partner's code.")
    String code = "";

    @Option(names = "--cap", paramLabel = "AMOUNT", description = "What it may owe this bank.")
    @Nullable String cap;

    @Option(
        names = "--address",
        paramLabel = "HOST:PORT",
        description = "Replaces all addresses; may be given several times.")
    @Nullable List<String> addresses;

    @Option(names = "--suspend", description = "Work with it no more for now.")
    boolean suspend;

    @Option(names = "--resume", description = "Work with it again.")
    boolean resume;

    @Override
    int run(BankSession bank, Output out) {
      if (suspend && resume) {
        throw new CommandFailure(ExitCode.USAGE, "either --suspend or --resume");
      }
      Partner now =
          bank
              .operations()
              .listPartners(ListPartnersRequest.getDefaultInstance())
              .getPartnersList()
              .stream()
              .filter(p -> p.getCode().equals(code))
              .findFirst()
              .orElseThrow(() -> new CommandFailure(ExitCode.NOT_FOUND, "no partner " + code));
      Partner partner =
          bank.operations()
              .updatePartner(
                  UpdatePartnerRequest.newBuilder()
                      .setCode(code)
                      .setNetDebitCap(
                          cap == null
                              ? now.getNetDebitCap()
                              : AmountText.money(cap, bank.currency()))
                      .setSuspended(suspend || (now.getSuspended() && !resume))
                      .addAllAddresses(addresses == null ? now.getAddressesList() : addresses)
                      .build());
      out.answer(partner, text -> show(text, partner));
      return 0;
    }
  }
}
