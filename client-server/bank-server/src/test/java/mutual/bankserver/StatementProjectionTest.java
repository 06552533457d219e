package mutual.bankserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mutual.bank.AccountNumber;
import mutual.bank.Bank;
import mutual.bank.Command;
import mutual.bank.Reply;
import mutual.journal.JournalConfig;
import mutual.journal.WriteAheadLog;
import mutual.middleware.RequestIds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statement database beside the log, after each has lost something the other has. */
final class StatementProjectionTest {
  private static final int FUNDINGS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private WriteAheadLog<Bank, Reply> commands;
  private BankLog log;
  private Database database;
  private Statements statements;

  @BeforeEach
  void open() throws IOException {
    commands =
        WriteAheadLog.open(
            JournalConfig.in(folder.resolve("log")), () -> new Bank(TestTown.LIMITS));
    log = new BankLog(commands);
    database = new Database(folder.resolve("bank"));
    statements = new Statements(database);
    assertThat(
            log.submit(
                new Command.Found(
                    "NORT",
                    "999001",
                    "EUR",
                    BankServerConfig.DEFAULT_FEES,
                    BankServerConfig.DEFAULT_CARD_LIMITS)))
        .isInstanceOf(Reply.Done.class);
    for (int i = 0; i < FUNDINGS; i++) {
      assertThat(log.submit(new Command.FundVault(RequestIds.next(), 100)))
          .isNotInstanceOf(Reply.Refused.class);
    }
  }

  @AfterEach
  void close() {
    database.close();
    commands.close();
  }

  private StatementProjection project() {
    return new StatementProjection(log, statements, "NORT");
  }

  @Test
  void postingsAreCopiedAndAcknowledgedAtTheEnd() {
    long last = log.read(Bank::lastPosting);
    assertThat(last).isEqualTo(2L * FUNDINGS);
    try (StatementProjection projection = project()) {
      assertThat(projection.catchUp(PATIENCE)).isTrue();
      // Acknowledged rarely: a bank at rest writes nothing.
      assertThat(log.read(Bank::projectedPostings)).isZero();
    }
    assertThat(statements.upTo()).isEqualTo(last);
    assertThat(log.read(Bank::projectedPostings)).isEqualTo(last);
  }

  @Test
  void whatACrashLeftOutIsCopiedOnceAtTheNextStart() {
    statements.add(log.read(bank -> bank.postings(0, 3)));
    try (StatementProjection projection = project()) {
      assertThat(projection.catchUp(PATIENCE)).isTrue();
    }
    String vault =
        log.read(bank -> bank.accounts(null, null, 100, true)).stream()
            .filter(account -> account.kind() == Bank.AccountView.Kind.VAULT)
            .findFirst()
            .orElseThrow()
            .number();
    assertThat(statements.list(vault, log.read(bank -> bank.lastPosting(vault)), 100))
        .hasSize(FUNDINGS);
    assertThat(statements.sums(Long.MAX_VALUE)).containsEntry(vault, 100L * FUNDINGS);
  }

  @Test
  void aDatabaseAheadOfTheLogIsRefused() {
    AccountNumber account = new AccountNumber("NORT", 1);
    statements.add(
        List.of(
            new Bank.Posting(
                1000, 0, account, 1, 1, 0, "DEPOSIT", account, null, "", RequestIds.next())));
    assertThatIllegalStateException()
        .isThrownBy(this::project)
        .withMessageContaining("the log only up to 10");
  }

  @Test
  void aDatabaseOlderThanWhatTheLogKeepsIsRefused() {
    assertThat(log.submit(new Command.PostingsProjected(6))).isInstanceOf(Reply.Done.class);
    assertThatIllegalStateException()
        .isThrownBy(this::project)
        .withMessageContaining("put back to an older state");
  }
}
