package mutual.bankserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import mutual.bank.AccountNumber;
import mutual.bank.Bank;
import mutual.middleware.Identity;
import mutual.middleware.RequestIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseTest {
  private static final String ACCOUNT = new AccountNumber("NORT", 1).toString();

  @TempDir Path folder;

  private Database open() {
    return new Database(folder.resolve("bank"));
  }

  @Test
  void recordsOutliveTheProcess() {
    UUID anna = RequestIds.next();
    ClientEntry client =
        new ClientEntry(Identity.ephemeral().id(), "reports", Set.of(Right.ACCOUNTS_READ));
    MachineReport report =
        new MachineReport(
            Instant.ofEpochMilli(1_700_000_000_123L),
            "IN_SERVICE",
            2_000_00,
            List.of(new MachineReport.CassetteReport(5000, 40, 2000)));
    try (Database database = open()) {
      assertThat(new PersonRecords(database).put(anna, "Demo Customer Anna")).isTrue();
      NodeRecords nodes = new NodeRecords(database);
      nodes.putClient(client);
      nodes.putMachine("north-1", "Main Street 1");
      nodes.putReport("north-1", report);
      nodes.putMachine("north-1", "Main Street 2");
      nodes.putPartner(
          "SOUT", new NodeRecords.PartnerRecord("Southbank", List.of("a:1", "[::1]:2")));
      new Operators(database).put("olga", "a long enough password");
    }
    try (Database database = open()) {
      PersonRecords persons = new PersonRecords(database);
      assertThat(persons.put(anna, "Somebody Else")).isFalse();
      assertThat(persons.names(List.of(anna, RequestIds.next())))
          .isEqualTo(Map.of(anna, "Demo Customer Anna"));
      NodeRecords nodes = new NodeRecords(database);
      assertThat(nodes.clients()).containsExactly(client);
      assertThat(nodes.machines())
          .isEqualTo(Map.of("north-1", new NodeRecords.MachineRecord("Main Street 2", report)));
      assertThat(nodes.partners().get("SOUT"))
          .isEqualTo(new NodeRecords.PartnerRecord("Southbank", List.of("a:1", "[::1]:2")));
      Operators operators = new Operators(database);
      assertThat(operators.check("olga", "a long enough password")).isTrue();
      assertThat(operators.check("olga", "another long password")).isFalse();
      assertThat(operators.check("otto", "a long enough password")).isFalse();
    }
  }

  @Test
  void shortPasswordsAreRefused() {
    try (Database database = open()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Operators(database).put("olga", "short"));
    }
  }

  @Test
  void postingsAreStoredInWholeBatchesAndOnce() {
    try (Database database = open()) {
      Statements statements = new Statements(database);
      statements.add(List.of(posting(1, 100, 100, 0), posting(2, -30, 70, 1)));
      assertThat(statements.upTo()).isEqualTo(2);
      assertThatThrownBy(
              () -> statements.add(List.of(posting(3, 5, 75, 2), posting(2, -30, 70, 1))))
          .isInstanceOf(RuntimeException.class);
      assertThat(statements.upTo()).isEqualTo(2);
      assertThat(statements.list(ACCOUNT, 2, 10))
          .extracting(StatementLine::sequence)
          .containsExactly(2L, 1L);
      assertThat(statements.list(ACCOUNT, 1, 10))
          .extracting(StatementLine::amount)
          .containsExactly(100L);
      assertThat(statements.list(ACCOUNT, 2, 1)).hasSize(1);
      assertThat(statements.list(ACCOUNT, 0, 10)).isEmpty();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> statements.list("XM00NORT0000000000", 2, 10));
      assertThat(statements.balances(2)).isEqualTo(Map.of(ACCOUNT, 70L));
      assertThat(statements.sums(1)).isEqualTo(Map.of(ACCOUNT, 100L));
    }
  }

  private static Bank.Posting posting(long sequence, long amount, long balance, long previous) {
    return new Bank.Posting(
        sequence,
        1_700_000_000_000L,
        new AccountNumber("NORT", 1),
        amount,
        balance,
        previous,
        "DEPOSIT",
        new AccountNumber("NORT", 2),
        null,
        "",
        RequestIds.next());
  }
}
