package mutual.app.bank;

import mutual.app.AmountText;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.app.RepeatOption;
import mutual.contracts.bank.v1.CreateTransferRequest;
import mutual.contracts.bank.v1.DepositAtCounterRequest;
import mutual.contracts.bank.v1.FundVaultRequest;
import mutual.contracts.bank.v1.FundVaultResponse;
import mutual.contracts.bank.v1.Transfer;
import mutual.contracts.bank.v1.TransferState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that move money: {@code transfer}, {@code deposit}, {@code fund-vault}. */
final class MoneyCommands {
  private MoneyCommands() {}

  /** Books something onto an account, and shows what came of it. */
  abstract static class BookingTask extends BankTask {
    @Option(
        names = "--reference",
        paramLabel = "TEXT",
        defaultValue = "",
        description = "For the statement, up to 140 characters.")
    String reference = "";

    @Mixin RepeatOption repeat = new RepeatOption();

    abstract Transfer book(BankSession bank);

    @Override
    int run(BankSession bank, Output out) {
      Transfer transfer = book(bank);
      boolean refused = transfer.getState() == TransferState.TRANSFER_STATE_REFUSED;
      out.answer(
          transfer,
          text -> {
            text.field("transfer", transfer.getId());
            text.field("state", Words.of(transfer.getState(), "TRANSFER_STATE_"));
            text.field("amount", AmountText.of(transfer.getAmount()));
            if (refused) {
              text.field(
                  "because",
                  transfer.getExplanation().isEmpty()
                      ? Words.of(transfer.getRefusal())
                      : transfer.getExplanation());
            }
          });
      return (refused ? ExitCode.REFUSED : ExitCode.OK).number();
    }
  }

  @Command(
      name = "transfer",
      description = "Move money to an account here or at a partner bank.",
      footerHeading = "%nExample:%n",
      footer = {
        "  mutual bank transfer XM36NORT0000000001 XM09SOUT0000000001 25 --reference Rent \\",
        "      --data north"
      })
  static final class Move extends BookingTask {
    @Parameters(index = "0", paramLabel = "FROM", description = "An account of this bank.")
    String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "An account here or at a partner.")
    String to = "";

    @Parameters(index = "2", paramLabel = "AMOUNT", description = "Such as 25 or 25.00.")
    String amount = "";

    @Override
    Transfer book(BankSession bank) {
      return bank.transfers()
          .createTransfer(
              CreateTransferRequest.newBuilder()
                  .setId(repeat.orNew())
                  .setFromAccount(from)
                  .setToAccount(to)
                  .setAmount(AmountText.money(amount, bank.currency()))
                  .setReference(reference)
                  .build());
    }
  }

  @Command(
      name = "deposit",
      description = "Book cash handed over the counter onto an account.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank deposit XM36NORT0000000001 500 --data north")
  static final class Deposit extends BookingTask {
    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "An account of this bank.")
    String account = "";

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "Such as 500 or 500.00.")
    String amount = "";

    @Override
    Transfer book(BankSession bank) {
      return bank.transfers()
          .depositAtCounter(
              DepositAtCounterRequest.newBuilder()
                  .setId(repeat.orNew())
                  .setAccount(account)
                  .setAmount(AmountText.money(amount, bank.currency()))
                  .setReference(reference)
                  .build());
    }
  }

  @Command(
      name = "fund-vault",
      description = "Book cash delivered to the vault against the bank's capital.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank fund-vault 100000 --data north")
  static final class FundVault extends BankTask {
    @Parameters(paramLabel = "AMOUNT", description = "Such as 100000.")
    String amount = "";

    @Mixin RepeatOption repeat = new RepeatOption();

    @Override
    int run(BankSession bank, Output out) {
      FundVaultResponse answer =
          bank.operations()
              .fundVault(
                  FundVaultRequest.newBuilder()
                      .setId(repeat.orNew())
                      .setAmount(AmountText.money(amount, bank.currency()))
                      .build());
      out.answer(answer, text -> text.field("vault", AmountText.of(answer.getVault())));
      return 0;
    }
  }
}
