package mutual.app.bank;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import mutual.app.AmountText;
import mutual.app.CommandFailure;
import mutual.app.CommandGroup;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.app.RepeatOption;
import mutual.contracts.bank.v1.BlockCardRequest;
import mutual.contracts.bank.v1.Card;
import mutual.contracts.bank.v1.GetCardRequest;
import mutual.contracts.bank.v1.IssueCardRequest;
import mutual.contracts.bank.v1.ListCardsRequest;
import mutual.contracts.bank.v1.ListCardsResponse;
import mutual.contracts.bank.v1.SetPinRequest;
import mutual.contracts.bank.v1.UnblockCardRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutual bank card …}. */
@Command(
    name = "card",
    description = "Cards and their PINs.",
    subcommands = {
      CardCommands.Issue.class,
      CardCommands.Pin.class,
      CardCommands.Show.class,
      CardCommands.ListAll.class,
      CardCommands.Block.class,
      CardCommands.Unblock.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual bank card issue XM36NORT0000000001 --data north",
      "  mutual bank card pin 9990010000000018 --data north"
    })
final class CardCommands extends CommandGroup {
  private static final int VALID_YEARS = 4;

  private static void show(Output out, Card card) {
    out.field("card", card.getNumber());
    out.field("account", card.getAccount());
    out.field("customer", card.getCustomerName());
    out.field("expires", card.getExpires());
    out.field("status", Words.of(card.getStatus(), "CARD_STATUS_"));
    out.field("PIN tries", card.getPinTriesLeft() + " left");
    out.field(
        "today",
        "%s of %s in %d of %d withdrawals"
            .formatted(
                AmountText.of(card.getWithdrawnToday()),
                AmountText.of(card.getDailyLimit()),
                card.getWithdrawalsToday(),
                card.getDailyCount()));
  }

  /** Asks for something about one card, and shows how it is then. */
  abstract static class CardTask extends BankTask {
    @Parameters(paramLabel = "CARD", description = "The card's number.")
    String number = "";

    abstract Card ask(BankSession bank);

    @Override
    int run(BankSession bank, Output out) {
      Card card = ask(bank);
      out.answer(card, text -> show(text, card));
      return 0;
    }
  }

  @Command(
      name = "issue",
      description = "Issue a card for an account; prints its number. It needs a PIN next.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank card issue XM36NORT0000000001 --daily-limit 300 --data north")
  static final class Issue extends BankTask {
    @Parameters(paramLabel = "ACCOUNT", description = "The account's number.")
    String account = "";

    @Option(
        names = "--expires",
        paramLabel = "YYYY-MM",
        description = "Last month of validity; " + VALID_YEARS + " years from now unless said.")
    @Nullable YearMonth expires;

    @Option(
        names = "--daily-limit",
        paramLabel = "AMOUNT",
        defaultValue = "0",
        description = "What it may withdraw in a day; the bank's default unless said.")
    String dailyLimit = "0";

    @Option(
        names = "--daily-count",
        paramLabel = "N",
        defaultValue = "0",
        description = "Withdrawals in a day; the bank's default unless said.")
    int dailyCount;

    @Mixin RepeatOption repeat = new RepeatOption();

    @Override
    int run(BankSession bank, Output out) {
      YearMonth last =
          expires == null ? YearMonth.now(ZoneOffset.UTC).plusYears(VALID_YEARS) : expires;
      Card card =
          bank.cards()
              .issueCard(
                  IssueCardRequest.newBuilder()
                      .setId(repeat.orNew())
                      .setAccount(account)
                      .setExpires(last.toString())
                      .setDailyLimitMinorUnits(AmountText.parse(dailyLimit, bank.currency()))
                      .setDailyCount(dailyCount)
                      .build());
      out.answer(card, text -> text.line(card.getNumber()));
      return 0;
    }
  }

  @Command(
      name = "pin",
      description = {
        "Set a card's PIN, which also gives it back its three tries.",
        "The PIN is asked for at the terminal, or read from the first line of standard input."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mutual bank card pin 9990010000000018 --data north",
        "  mutual bank card pin 9990010000000018 --data north < pin.txt"
      })
  static final class Pin extends CardTask {
    @Override
    Card ask(BankSession bank) {
      return bank.cards()
          .setPin(SetPinRequest.newBuilder().setNumber(number).setPin(secret("New PIN: ")).build());
    }
  }

  /** Reads a secret without showing it, or from standard input where there is no terminal. */
  @SuppressWarnings("SystemConsoleNull") // It is null again in JDK 25 where there is no terminal.
  static String secret(String prompt) {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword(prompt);
      return typed == null ? "" : new String(typed);
    }
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      if (line == null) {
        throw new CommandFailure(ExitCode.USAGE, "nothing came from standard input");
      }
      return line.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Command(
      name = "show",
      description = "Show one card.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank card show 9990010000000018 --data north")
  static final class Show extends CardTask {
    @Override
    Card ask(BankSession bank) {
      return bank.cards().getCard(GetCardRequest.newBuilder().setNumber(number).build());
    }
  }

  @Command(
      name = "list",
      description = "List all cards.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank card list --data north")
  static final class ListAll extends BankTask {
    @Override
    int run(BankSession bank, Output out) {
      ListCardsResponse.Builder all = ListCardsResponse.newBuilder();
      String page = "";
      do {
        ListCardsResponse answer =
            bank.cards()
                .listCards(
                    ListCardsRequest.newBuilder().setPageSize(500).setPageToken(page).build());
        all.addAllCards(answer.getCardsList());
        page = answer.getNextPageToken();
      } while (!page.isEmpty());
      out.answer(
          all.build(),
          text ->
              text.table(
                  List.of("NUMBER", "ACCOUNT", "EXPIRES", "STATUS", "CUSTOMER"),
                  all.getCardsList(),
                  c ->
                      List.of(
                          c.getNumber(),
                          c.getAccount(),
                          c.getExpires(),
                          Words.of(c.getStatus(), "CARD_STATUS_"),
                          c.getCustomerName()),
                  "No cards yet."));
      return 0;
    }
  }

  @Command(
      name = "block",
      description = "Block a card, as when it is lost.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank card block 9990010000000018 --data north")
  static final class Block extends CardTask {
    @Override
    Card ask(BankSession bank) {
      return bank.cards().blockCard(BlockCardRequest.newBuilder().setNumber(number).build());
    }
  }

  @Command(
      name = "unblock",
      description = "Unblock a card, and give it back its three PIN tries.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank card unblock 9990010000000018 --data north")
  static final class Unblock extends CardTask {
    @Override
    Card ask(BankSession bank) {
      return bank.cards().unblockCard(UnblockCardRequest.newBuilder().setNumber(number).build());
    }
  }
}
