package mutual.bank;

import static mutual.bank.TestBank.DAY;
import static mutual.bank.TestBank.EUR;
import static mutual.bank.TestBank.RIGHT;
import static mutual.bank.TestBank.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import mutual.ledger.LedgerLimits;
import org.junit.jupiter.api.Test;

/** What happens where a bank is full. */
class BankLimitsTest {
  private static TestBank bank(int customers, int exchanges, int requests, int postings) {
    BankLimits limits =
        new BankLimits(
            LedgerLimits.DEFAULT,
            customers,
            1,
            1,
            1,
            exchanges,
            requests,
            1_000_000,
            35 * DAY,
            postings);
    return new TestBank(new TestBank.Time(), "NORT", "999001", new FeeSchedule(0, 0), limits);
  }

  @Test
  void customersCardsMachinesPartners() {
    TestBank north = bank(1, 10, 100, 100);
    String account = north.openAccount(0);
    Reply full = north.refused(Refusal.CAPACITY_REACHED);
    assertThat(north.apply(new Command.OpenCustomer(north.id()))).isEqualTo(full);
    north.issueCard(account);
    assertThat(north.apply(new Command.IssueCard(north.id(), account, 2030 * 12, 0, 0)))
        .isEqualTo(full);
    north.addMachine("a", 1, 0);
    assertThat(north.apply(new Command.AddMachine("b", key(2)))).isEqualTo(full);
    north.apply(new Command.AddPartner("SOUT", key(3), "999002", 1));
    assertThat(north.apply(new Command.AddPartner("EAST", key(4), "999003", 1))).isEqualTo(full);
  }

  @Test
  void whatCannotBeRememberedIsNotBegunAndMayBeAskedAgain() {
    TestBank north = bank(10, 2, 100, 100);
    String account = north.openAccount(10_000);
    String card = north.issueCard(account);
    north.addMachine("a", 1, 10_000);
    UUID first = north.id();
    UUID second = north.id();
    UUID third = north.id();
    assertThat(withdraw(north, first, card)).isInstanceOf(Reply.Approved.class);
    assertThat(withdraw(north, second, card)).isInstanceOf(Reply.Approved.class);
    assertThat(withdraw(north, third, card)).isEqualTo(north.refused(Refusal.CAPACITY_REACHED));
    assertThat(north.apply(new Command.ConfirmWithdrawal(first, "a", 100)))
        .as("what is open completes")
        .isEqualTo(new Reply.Done());
    north.time.millis += 7 * DAY + 2 * 60 * 60 * 1000;
    north.apply(new Command.PostingsProjected(0));
    assertThat(withdraw(north, north.id(), card)).isInstanceOf(Reply.Approved.class);
  }

  private static Reply withdraw(TestBank bank, UUID id, String card) {
    return bank.apply(new Command.Withdraw(id, "a", card, RIGHT, 100, EUR, 0));
  }

  @Test
  void requestsAreForgottenWithTheirWindow() {
    TestBank north = bank(10, 10, 3, 100);
    String account = north.openAccount(100);
    String other = north.openAccount(0);
    Command transfer = new Command.Transfer(north.id(), account, other, 1, EUR, "");
    assertThat(north.apply(transfer)).isEqualTo(north.refused(Refusal.CAPACITY_REACHED));
    north.time.millis += 8 * DAY;
    north.apply(new Command.PostingsProjected(0));
    assertThat(north.apply(transfer)).isEqualTo(north.refused(Refusal.ID_EXPIRED));
    assertThat(north.apply(new Command.Transfer(north.id(), account, other, 1, EUR, "")))
        .isEqualTo(new Reply.Transferred(false, 99));
  }

  @Test
  void postingsWaitForTheStatementDatabaseUpToABound() {
    TestBank north = bank(10, 10, 100, 4);
    String account = north.openAccount(100);
    String other = north.openAccount(0);
    north.apply(new Command.Transfer(north.id(), account, other, 1, EUR, ""));
    Command more = new Command.Transfer(north.id(), account, other, 1, EUR, "");
    assertThat(north.apply(more)).isEqualTo(north.refused(Refusal.CAPACITY_REACHED));
    assertThat(north.bank.postings(0, 10)).hasSize(4);
    north.apply(new Command.PostingsProjected(2));
    assertThat(north.bank.postings(0, 10))
        .extracting(Bank.Posting::sequence)
        .containsExactly(3L, 4L);
    assertThat(north.apply(more)).isEqualTo(new Reply.Transferred(false, 98));
    assertThat(north.bank.lastPosting()).isEqualTo(6);
    assertThat(north.bank.projectedPostings()).isEqualTo(2);
  }

  @Test
  void amountsAndTexts() {
    TestBank north = bank(10, 10, 100, 100);
    String account = north.openAccount(0);
    assertThat(deposit(north, account, 1_000_000)).isInstanceOf(Reply.Transferred.class);
    assertThat(deposit(north, account, 1_000_001)).isEqualTo(north.refused(Refusal.AMOUNT_INVALID));
    String longest = "x".repeat(Command.REFERENCE_CHARS_MAX);
    UUID id = north.id();
    assertThat(north.apply(new Command.CounterDeposit(id, account, 1, EUR, longest)))
        .isInstanceOf(Reply.Transferred.class);
    assertThatThrownBy(() -> new Command.CounterDeposit(id, account, 1, EUR, longest + "x"))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] pin = new byte[Command.SEALED_PIN_BYTES_MAX + 1];
    assertThatThrownBy(() -> new Command.WithdrawForeign(id, "a", "1", pin, 1, EUR, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Command.TransferBatch(new byte[81]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Reply deposit(TestBank bank, String account, long amount) {
    return bank.apply(new Command.CounterDeposit(bank.id(), account, amount, EUR, ""));
  }
}
