package mutual.app.bank;

import mutual.app.CommandGroup;
import picocli.CommandLine.Command;

/** {@code mutual bank …}. */
@Command(
    name = "bank",
    description = {
      "Run a bank and administer it.",
      "Commands other than init, serve and id talk to the running bank through its API, with the"
          + " key in its data folder."
    },
    subcommands = {
      SetupCommands.Init.class,
      SetupCommands.Serve.class,
      SetupCommands.Id.class,
      CustomerCommands.class,
      AccountCommands.class,
      CardCommands.class,
      MachineCommands.class,
      PartnerCommands.class,
      ExchangeCommands.class,
      MoneyCommands.Move.class,
      MoneyCommands.Deposit.class,
      MoneyCommands.FundVault.class,
      UpkeepCommands.Audit.class,
      UpkeepCommands.Snapshot.class,
      AccessCommands.Clients.class,
      AccessCommands.Operators.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual bank init --code NORT --name Northbank --card-prefix 999001 --data north",
      "  mutual bank serve --data north &",
      "  mutual bank customer open 'Demo Customer Ada' --data north",
      "  mutual bank account list --data north",
      "  mutual bank audit --data north"
    })
public final class BankCommand extends CommandGroup {}
