package mutual.app.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import mutual.app.Cli;
import mutual.app.ExitCode;
import mutual.app.Program;
import mutual.contracts.bank.v1.Account;
import mutual.contracts.bank.v1.AuditReport;
import mutual.contracts.bank.v1.Card;
import mutual.contracts.bank.v1.CardStatus;
import mutual.contracts.bank.v1.Customer;
import mutual.contracts.bank.v1.ListMovementsResponse;
import mutual.contracts.bank.v1.Transfer;
import mutual.contracts.bank.v1.TransferState;
import mutual.middleware.RequestIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bank as a process of its own, administered by the commands that people type. */
final class BankProcessTest {
  @TempDir Path folder;

  @Test
  void aBankIsFoundedAdministeredStoppedAndStartedAgain() throws Exception {
    String data = folder.resolve("north").toString();
    Path errors = folder.resolve("errors.txt");
    String[] serve = {
      "bank",
      "serve",
      "--data",
      data,
      "--code",
      "NORT",
      "--name",
      "Northbank",
      "--card-prefix",
      "999001",
      "--node-port",
      "0",
      "--people-port",
      "0",
      "--json"
    };

    String account;
    String other;
    try (Program bank = Program.start(errors, serve)) {
      assertThat(bank.firstLine()).contains("nodePort").contains("peoplePort");

      String customer = Cli.text("bank", "customer", "open", "Demo Customer Ada", "--data", data);
      Customer.Builder known =
          Cli.json(
              Customer.newBuilder(),
              "bank",
              "customer",
              "open",
              "Demo Customer Ada",
              "--id",
              customer,
              "--data",
              data);
      assertThat(known.getId()).as("a repeat makes no second customer").isEqualTo(customer);
      account = Cli.text("bank", "account", "open", customer, "--data", data);
      other = Cli.text("bank", "account", "open", customer, "--data", data);
      Cli.text("bank", "deposit", account, "500", "--reference", "first", "--data", data);

      String id = RequestIds.next().toString();
      for (int i = 0; i < 2; i++) {
        Transfer.Builder moved =
            Cli.json(
                Transfer.newBuilder(),
                "bank",
                "transfer",
                account,
                other,
                "120.50",
                "--id",
                id,
                "--data",
                data);
        assertThat(moved.getState()).isEqualTo(TransferState.TRANSFER_STATE_COMPLETED);
      }
      assertThat(balance(account, data)).as("moved once").isEqualTo(379_50);
      assertThat(balance(other, data)).isEqualTo(120_50);

      String card = Cli.text("bank", "card", "issue", account, "--data", data);
      assertThat(Cli.runWithInput("4826\n", "bank", "card", "pin", card, "--data", data).exitCode())
          .isZero();
      assertThat(
              Cli.json(Card.newBuilder(), "bank", "card", "show", card, "--data", data).getStatus())
          .isEqualTo(CardStatus.CARD_STATUS_ACTIVE);
      Cli.text("bank", "card", "block", card, "--data", data);

      refusalsAreOneLineAndACode(account, other, data);
      aProgramGetsAKeyOfItsOwn(data);
      assertThat(
              Cli.runWithInput(
                      "a long password\n", "bank", "operator", "add", "ada", "--data", data)
                  .exitCode())
          .isZero();
      assertThat(Cli.text("bank", "operator", "list", "--data", data)).contains("ada");
      Cli.text("bank", "snapshot", "--data", data);
      assertThat(bank.stop()).as("SIGTERM ends it properly").isIn(0, 143);
    }

    Cli.Outcome closed = Cli.run("bank", "audit", "--data", data);
    assertThat(closed.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
    assertThat(closed.err()).contains("not running");

    try (Program bank = Program.start(errors, "bank", "serve", "--data", data, "--json")) {
      assertThat(bank.firstLine()).contains("nodeId");
      assertThat(balance(account, data)).isEqualTo(379_50);
      ListMovementsResponse.Builder movements =
          Cli.json(
              ListMovementsResponse.newBuilder(),
              "bank",
              "account",
              "movements",
              account,
              "--data",
              data);
      assertThat(movements.getMovementsCount()).isEqualTo(2);
      assertThat(Cli.json(AuditReport.newBuilder(), "bank", "audit", "--data", data).getBalanced())
          .isTrue();
    }
  }

  private static long balance(String account, String data) {
    return Cli.json(Account.newBuilder(), "bank", "account", "show", account, "--data", data)
        .getBalance()
        .getMinorUnits();
  }

  private static void refusalsAreOneLineAndACode(String account, String other, String data) {
    Cli.Outcome poor = Cli.run("bank", "transfer", account, other, "1000000", "--data", data);
    assertThat(poor.exitCode()).isEqualTo(ExitCode.REFUSED.number());

    Cli.Outcome unknown = Cli.run("bank", "account", "show", "XM36NORT9999999999", "--data", data);
    assertThat(unknown.exitCode())
        .as(unknown.err())
        .isIn(ExitCode.NOT_FOUND.number(), ExitCode.USAGE.number());
    assertThat(unknown.err().lines()).hasSize(1);

    Cli.Outcome notEmpty = Cli.run("bank", "account", "close", account, "--data", data);
    assertThat(notEmpty.exitCode()).as(notEmpty.err()).isEqualTo(ExitCode.REFUSED.number());
    assertThat(notEmpty.err()).contains("ACCOUNT_NOT_EMPTY");

    assertThat(Cli.run("bank", "deposit", account, "1.005", "--data", data).exitCode())
        .isEqualTo(ExitCode.USAGE.number());
  }

  private void aProgramGetsAKeyOfItsOwn(String data) {
    Path out = folder.resolve("shop");
    Cli.text(
        "bank",
        "client",
        "add",
        "shop",
        "--right",
        "accounts:read",
        "--out",
        out.toString(),
        "--data",
        data);
    assertThat(out.resolve("key.pem")).content().contains("PRIVATE KEY");
    assertThat(out.resolve("cert.pem")).content().contains("CERTIFICATE");
    assertThat(out.resolve("server.pem")).content().contains("CERTIFICATE");
    assertThat(Files.isReadable(out)).isTrue();
    assertThat(Cli.text("bank", "client", "list", "--data", data)).contains("shop");
    assertThat(
            Cli.run(
                    "bank",
                    "client",
                    "add",
                    "shop",
                    "--right",
                    "everything",
                    "--out",
                    out.toString(),
                    "--data",
                    data)
                .exitCode())
        .isEqualTo(ExitCode.USAGE.number());
  }
}
