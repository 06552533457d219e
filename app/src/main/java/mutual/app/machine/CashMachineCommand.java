package mutual.app.machine;

import mutual.app.CommandGroup;
import picocli.CommandLine.Command;

/** {@code mutual cash-machine …}. */
@Command(
    name = "cash-machine",
    description = {
      "Run a cash machine and look after it.",
      "Commands other than serve and id talk to the running machine with the key in its folder."
    },
    subcommands = {
      ServeCommand.class,
      IdCommand.class,
      AttendantCommands.Status.class,
      AttendantCommands.Load.class,
      AttendantCommands.Count.class,
      AttendantCommands.EmptyBins.class,
      AttendantCommands.TakeCards.class,
      AttendantCommands.Resolve.class,
      AttendantCommands.Fault.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual bank machine add north-1 \"$(mutual cash-machine id --data m)\" --data north",
      "  mutual cash-machine serve --name north-1 --bank-name Northbank \\",
      "      --bank \"$(mutual bank id --data north)@127.0.0.1:7443\" --data m &",
      "  mutual cash-machine load 100x50 200x20 --data m",
      "  mutual cash-machine status --data m"
    })
public final class CashMachineCommand extends CommandGroup {}
