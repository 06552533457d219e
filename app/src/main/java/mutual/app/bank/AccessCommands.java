package mutual.app.bank;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mutual.app.CommandFailure;
import mutual.app.CommandGroup;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.bankserver.Right;
import mutual.contracts.bank.v1.Client;
import mutual.contracts.bank.v1.GrantClientRequest;
import mutual.contracts.bank.v1.ListClientsRequest;
import mutual.contracts.bank.v1.ListClientsResponse;
import mutual.contracts.bank.v1.ListOperatorsRequest;
import mutual.contracts.bank.v1.ListOperatorsResponse;
import mutual.contracts.bank.v1.Operator;
import mutual.contracts.bank.v1.PutOperatorRequest;
import mutual.contracts.bank.v1.RemoveOperatorRequest;
import mutual.contracts.bank.v1.RemoveOperatorResponse;
import mutual.middleware.Identity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who may use the bank: programs by their keys, people by their passwords. */
final class AccessCommands {
  private AccessCommands() {}

  /** {@code mutual bank client …}. */
  @Command(
      name = "client",
      description = "Programs that may use the bank's API.",
      subcommands = {AddClient.class, ListClients.class},
      footerHeading = "%nExample:%n",
      footer = "  mutual bank client add shop --right accounts:read --out shop --data north")
  static final class Clients extends CommandGroup {}

  @Command(
      name = "add",
      description = {
        "Make a key for a program and let it use the API with these rights.",
        "DIR gets key.pem, cert.pem (the program's own) and server.pem (the bank's, to trust).",
        "With an existing DIR the program keeps its key, and its rights are replaced."
      },
      footerHeading = "%nExample:%n",
      footer = {
        "  mutual bank client add shop --right accounts:read --right transfers:write \\",
        "      --out shop --data north"
      })
  static final class AddClient extends BankTask {
    @Parameters(paramLabel = "NAME", description = "What to call it.")
    String name = "";

    @Option(
        names = "--right",
        required = true,
        paramLabel = "RIGHT",
        description =
            "accounts:read, accounts:write, transfers:write, cards:read, cards:write or operate;"
                + " may be given several times.")
    List<String> rights = new ArrayList<>();

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "Folder for the program's key and certificates.")
    Path out = Path.of("");

    @Override
    int run(BankSession bank, Output output) {
      for (String right : rights) {
        try {
          Right.of(right);
        } catch (IllegalArgumentException e) {
          throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
      }
      Identity identity = Identity.loadOrCreate(out);
      Client client =
          bank.operations()
              .grantClient(
                  GrantClientRequest.newBuilder()
                      .setName(name)
                      .setNodeId(identity.id().toString())
                      .addAllRights(rights)
                      .build());
      identity.exportPem(out);
      try {
        Files.writeString(out.resolve("server.pem"), bank.identity().certificatePem());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      output.answer(
          client,
          text -> {
            text.field("client", client.getName());
            text.field("node", client.getNodeId());
            text.field("rights", String.join(", ", client.getRightsList()));
            text.field("files", out.resolve("key.pem") + ", cert.pem, server.pem");
          });
      return 0;
    }
  }

  @Command(
      name = "list",
      description = "List programs and their rights.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank client list --data north")
  static final class ListClients extends BankTask {
    @Override
    int run(BankSession bank, Output out) {
      ListClientsResponse answer =
          bank.operations().listClients(ListClientsRequest.getDefaultInstance());
      out.answer(
          answer,
          text ->
              text.table(
                  List.of("NAME", "RIGHTS", "NODE"),
                  answer.getClientsList(),
                  c -> List.of(c.getName(), String.join(", ", c.getRightsList()), c.getNodeId()),
                  "No clients yet."));
      return 0;
    }
  }

  /** {@code mutual bank operator …}. */
  @Command(
      name = "operator",
      description = "People who may use the operator's pages.",
      subcommands = {AddOperator.class, ListOperators.class, RemoveOperator.class},
      footerHeading = "%nExample:%n",
      footer = "  mutual bank operator add ada --data north")
  static final class Operators extends CommandGroup {}

  @Command(
      name = "add",
      description = {
        "Let a person use the operator's pages, or change the password.",
        "The password is asked for at the terminal, or read from the first line of standard input."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mutual bank operator add ada --data north",
        "  mutual bank operator add ada --data north < password.txt"
      })
  static final class AddOperator extends BankTask {
    @Parameters(paramLabel = "NAME", description = "The person's name at login.")
    String name = "";

    @Override
    int run(BankSession bank, Output out) {
      Operator operator =
          bank.operations()
              .putOperator(
                  PutOperatorRequest.newBuilder()
                      .setName(name)
                      .setPassword(CardCommands.secret("Password: "))
                      .build());
      out.answer(operator, text -> text.field("operator", operator.getName()));
      return 0;
    }
  }

  @Command(
      name = "list",
      description = "List the people who may use the operator's pages.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank operator list --data north")
  static final class ListOperators extends BankTask {
    @Override
    int run(BankSession bank, Output out) {
      ListOperatorsResponse answer =
          bank.operations().listOperators(ListOperatorsRequest.getDefaultInstance());
      out.answer(
          answer,
          text ->
              text.table(
                  List.of("NAME"),
                  answer.getOperatorsList(),
                  operator -> List.of(operator.getName()),
                  "No operators yet."));
      return 0;
    }
  }

  @Command(
      name = "remove",
      description = "Let a person use the operator's pages no more.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank operator remove ada --data north")
  static final class RemoveOperator extends BankTask {
    @Parameters(paramLabel = "NAME", description = "The person's name at login.")
    String name = "";

    @Override
    int run(BankSession bank, Output out) {
      RemoveOperatorResponse answer =
          bank.operations()
              .removeOperator(RemoveOperatorRequest.newBuilder().setName(name).build());
      out.answer(answer, text -> text.line("Removed " + name + "."));
      return 0;
    }
  }
}
