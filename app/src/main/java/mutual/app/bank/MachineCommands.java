package mutual.app.bank;

import java.util.List;
import mutual.app.AmountText;
import mutual.app.CommandGroup;
import mutual.app.Output;
import mutual.app.RepeatOption;
import mutual.contracts.bank.v1.AddMachineRequest;
import mutual.contracts.bank.v1.ListMachinesRequest;
import mutual.contracts.bank.v1.ListMachinesResponse;
import mutual.contracts.bank.v1.LoadCashRequest;
import mutual.contracts.bank.v1.Machine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutual bank machine …}. */
@Command(
    name = "machine",
    description = "The bank's cash machines.",
    subcommands = {
      MachineCommands.Add.class,
      MachineCommands.ListAll.class,
      MachineCommands.LoadCash.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual bank machine add north-1 \"$(mutual cash-machine id --data m)\" --data north",
      "  mutual bank machine load-cash north-1 20000 --data north"
    })
final class MachineCommands extends CommandGroup {
  private static void show(Output out, Machine machine) {
    out.field("machine", machine.getMachine());
    out.field("place", machine.getPlace());
    out.field("node", machine.getNodeId());
    out.field("books say", AmountText.of(machine.getCash()));
    out.field("it counted", AmountText.of(machine.getCounted()));
    out.field("status", status(machine));
    out.field("last seen", machine.getLastSeen().isEmpty() ? "never" : machine.getLastSeen());
    out.field("open", machine.getOpenExchanges() + " withdrawals");
  }

  private static String status(Machine machine) {
    return machine.getStatus().isEmpty() ? "never heard of" : machine.getStatus();
  }

  @Command(
      name = "add",
      description = "Let a cash machine, known by its key, serve customers.",
      footerHeading = "%nExample:%n",
      footer =
          "  mutual bank machine add north-1 \"$(mutual cash-machine id --data m)\""
              + " --place 'Market Square' --data north")
  static final class Add extends BankTask {
    @Parameters(index = "0", paramLabel = "NAME", description = "A short name, such as north-1.")
    String name = "";

    @Parameters(
        index = "1",
        paramLabel = "NODE-ID",
        description = "The machine's key, from 'mutual cash-machine id'.")
    String node = "";

    @Option(
        names = "--place",
        paramLabel = "TEXT",
        defaultValue = "",
        description = "Where it stands.")
    String place = "";

    @Override
    int run(BankSession bank, Output out) {
      Machine machine =
          bank.operations()
              .addMachine(
                  AddMachineRequest.newBuilder()
                      .setMachine(name)
                      .setNodeId(node)
                      .setPlace(place)
                      .build());
      out.answer(machine, text -> show(text, machine));
      return 0;
    }
  }

  @Command(
      name = "list",
      description = "List cash machines and what is in them.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank machine list --data north")
  static final class ListAll extends BankTask {
    @Override
    int run(BankSession bank, Output out) {
      ListMachinesResponse answer =
          bank.operations().listMachines(ListMachinesRequest.getDefaultInstance());
      out.answer(
          answer,
          text ->
              text.table(
                  List.of("MACHINE", "BOOKS>", "COUNTED>", "OPEN>", "STATUS", "PLACE"),
                  answer.getMachinesList(),
                  m ->
                      List.of(
                          m.getMachine(),
                          AmountText.of(m.getCash()),
                          AmountText.of(m.getCounted()),
                          Integer.toString(m.getOpenExchanges()),
                          status(m),
                          m.getPlace()),
                  "No machines yet."));
      return 0;
    }
  }

  @Command(
      name = "load-cash",
      description = {
        "Book cash from the vault into a machine; a negative amount books it back.",
        "The notes are counted in at the machine: mutual cash-machine load."
      },
      footerHeading = "%nExample:%n",
      footer = "  mutual bank machine load-cash north-1 20000 --data north")
  static final class LoadCash extends BankTask {
    @Parameters(index = "0", paramLabel = "NAME", description = "The machine's name.")
    String name = "";

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "Such as 20000 or 20000.00.")
    String amount = "";

    @Mixin RepeatOption repeat = new RepeatOption();

    @Override
    int run(BankSession bank, Output out) {
      Machine machine =
          bank.operations()
              .loadCash(
                  LoadCashRequest.newBuilder()
                      .setId(repeat.orNew())
                      .setMachine(name)
                      .setAmount(AmountText.money(amount, bank.currency()))
                      .build());
      out.answer(machine, text -> show(text, machine));
      return 0;
    }
  }
}
