package mutual.bank;

import static mutual.bank.TestBank.DAY;
import static mutual.bank.TestBank.EUR;
import static mutual.bank.TestBank.RIGHT;
import static mutual.bank.TestBank.WRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.UUID;
import mutual.bank.ExchangeView.State;
import org.junit.jupiter.api.Test;

/** Withdrawals with a bank's own cards at its own machines. */
class WithdrawalsTest {
  private final TestBank north =
      new TestBank(new TestBank.Time(), "NORT", "999001", new FeeSchedule(200, 50));
  private final String account = north.openAccount(50_000);
  private final String card = north.issueCard(account);
  private final String machine = north.addMachine("a", 1, 100_000);

  private Command withdraw(UUID id, long amount) {
    return new Command.Withdraw(id, machine, card, RIGHT, amount, EUR, 50);
  }

  private Reply confirm(UUID id, long amount) {
    return north.apply(new Command.ConfirmWithdrawal(id, machine, amount));
  }

  private Reply reverse(UUID id) {
    return north.apply(new Command.ReverseWithdrawal(id, machine));
  }

  @Test
  void approvedMoneyIsHeldUntilItIsPaidOut() {
    UUID id = north.id();
    assertThat(north.apply(withdraw(id, 10_000))).isEqualTo(new Reply.Approved(39_950));
    assertThat(north.held(account)).isEqualTo(10_050);
    assertThat(north.balance(account)).isEqualTo(50_000);
    assertThat(confirm(id, 10_000)).isEqualTo(new Reply.Done());
    assertThat(north.held(account)).isZero();
    assertThat(north.balance(account)).isEqualTo(39_950);
    assertThat(north.bank.machines().getFirst().cash()).isEqualTo(90_000);
    assertThat(north.exchange(id).state()).isEqualTo(State.COMPLETED);
    assertThat(north.bank.postings(0, 100))
        .filteredOn(p -> p.id().equals(id) && p.account().equals(account))
        .extracting(Bank.Posting::kind, Bank.Posting::amount, Bank.Posting::balanceAfter)
        .containsExactly(tuple("WITHDRAWAL", -10_000L, 40_000L), tuple("FEE", -50L, 39_950L));
    assertThat(north.bank.audit().balanced()).isTrue();
  }

  @Test
  void repeatsChangeNothing() {
    UUID id = north.id();
    Reply approved = north.apply(withdraw(id, 10_000));
    assertThat(north.apply(withdraw(id, 10_000))).isEqualTo(approved);
    assertThat(north.apply(withdraw(id, 20_000))).isEqualTo(north.refused(Refusal.ID_REUSED));
    confirm(id, 5_000);
    assertThat(confirm(id, 5_000)).isEqualTo(new Reply.Done());
    assertThat(confirm(id, 6_000)).isEqualTo(north.refused(Refusal.ID_REUSED));
    assertThat(reverse(id)).isEqualTo(north.refused(Refusal.EXCHANGE_STATE));
    assertThat(north.apply(withdraw(id, 10_000))).isEqualTo(approved);
    assertThat(north.balance(account)).isEqualTo(44_950);
  }

  @Test
  void lessMayBePaidOutButNotMore() {
    UUID id = north.id();
    north.apply(withdraw(id, 10_000));
    assertThat(confirm(id, 10_001)).isEqualTo(north.refused(Refusal.AMOUNT_INVALID));
    assertThat(confirm(id, -1)).isEqualTo(north.refused(Refusal.AMOUNT_INVALID));
    assertThat(confirm(id, 2_000)).isEqualTo(new Reply.Done());
    Bank.CardView view = north.bank.card(card);
    assertThat(view).isNotNull();
    assertThat(view.withdrawnToday()).isEqualTo(2_000);
    assertThat(view.withdrawalsToday()).isEqualTo(1);
  }

  @Test
  void reversingOrPayingOutNothingReleasesTheMoney() {
    for (boolean zero : new boolean[] {true, false}) {
      UUID id = north.id();
      north.apply(withdraw(id, 10_000));
      assertThat(zero ? confirm(id, 0) : reverse(id)).isEqualTo(new Reply.Done());
      assertThat(reverse(id)).isEqualTo(new Reply.Done());
      assertThat(north.held(account)).isZero();
      assertThat(confirm(id, 10_000)).isEqualTo(north.refused(Refusal.EXCHANGE_STATE));
      assertThat(north.apply(withdraw(id, 10_000)))
          .isEqualTo(north.refused(Refusal.EXCHANGE_STATE));
      Bank.CardView view = north.bank.card(card);
      assertThat(view).isNotNull();
      assertThat(view.withdrawalsToday()).isZero();
    }
  }

  @Test
  void aReversalThatOvertakesItsRequestStopsIt() {
    UUID id = north.id();
    assertThat(reverse(id)).isEqualTo(new Reply.Done());
    assertThat(north.apply(withdraw(id, 10_000))).isEqualTo(north.refused(Refusal.EXCHANGE_STATE));
    assertThat(north.held(account)).isZero();
  }

  @Test
  void aMachineSpeaksOfItsOwnExchangesOnly() {
    north.addMachine("b", 2, 0);
    UUID id = north.id();
    north.apply(withdraw(id, 10_000));
    assertThat(north.apply(new Command.ConfirmWithdrawal(id, "b", 10_000)))
        .isEqualTo(north.refused(Refusal.EXCHANGE_UNKNOWN));
    assertThat(north.apply(new Command.ReverseWithdrawal(id, "b")))
        .isEqualTo(north.refused(Refusal.EXCHANGE_UNKNOWN));
    assertThat(north.exchange(id).state()).isEqualTo(State.APPROVED);
    assertThat(confirm(north.id(), 1)).isEqualTo(north.refused(Refusal.EXCHANGE_UNKNOWN));
    assertThat(north.bank.machines())
        .extracting(Bank.MachineView::openExchanges)
        .containsExactly(1, 0);
  }

  @Test
  void refusalsComeInTheirOrder() {
    Command.Withdraw bad = new Command.Withdraw(new UUID(1, 1), "no", "1", WRONG, -1, "USD", 7);
    assertRefused(bad, Refusal.ID_INVALID);
    UUID future = north.time.id(north.time.millis + 2 * 60 * 60 * 1000);
    bad = new Command.Withdraw(future, "no", "1", WRONG, -1, "USD", 7);
    assertRefused(bad, Refusal.ID_IN_FUTURE);
    UUID old = north.time.id(north.time.millis - 8 * DAY);
    assertRefused(new Command.Withdraw(old, "no", "1", WRONG, -1, "USD", 7), Refusal.ID_EXPIRED);
    assertRefused(with("no", "1", WRONG, -1, "USD", 7), Refusal.CURRENCY_WRONG);
    assertRefused(with("no", "1", WRONG, -1, EUR, 7), Refusal.AMOUNT_INVALID);
    long huge = north.limits.amountMax() + 1;
    assertRefused(with("no", "1", WRONG, huge, EUR, 7), Refusal.AMOUNT_INVALID);
    huge--;
    assertRefused(with("no", "1", WRONG, huge, EUR, 7), Refusal.MACHINE_UNKNOWN);
    assertRefused(with("a", "1", WRONG, huge, EUR, 7), Refusal.CARD_MALFORMED);
    String stranger = CardNumber.of("123456", 1);
    assertRefused(with("a", stranger, WRONG, huge, EUR, 7), Refusal.CARD_ISSUER_UNKNOWN);
    String unknown = CardNumber.of("999001", 99);
    assertRefused(with("a", unknown, WRONG, huge, EUR, 7), Refusal.CARD_UNKNOWN);
    assertThat(north.apply(with("a", card, WRONG, huge, EUR, 7)))
        .isEqualTo(new Reply.Refused(Refusal.PIN_WRONG, 2));
    assertRefused(with("a", card, RIGHT, huge, EUR, 7), Refusal.FEE_NOT_ACCEPTED);
    assertRefused(with("a", card, RIGHT, huge, EUR, 50), Refusal.DAILY_LIMIT_REACHED);
    assertRefused(with("a", card, RIGHT, 50_000, EUR, 50), Refusal.FUNDS_INSUFFICIENT);
    north.apply(new Command.CounterDeposit(north.id(), account, 100_000, EUR, ""));
    north.apply(new Command.LoadCash(north.id(), "a", -60_000));
    assertRefused(with("a", card, RIGHT, 50_000, EUR, 50), Refusal.CASH_INSUFFICIENT);
    north.apply(new Command.BlockCard(card));
    assertRefused(with("a", card, WRONG, 50_000, EUR, 50), Refusal.CARD_BLOCKED);
    north.time.millis += 10 * 365 * DAY;
    assertRefused(with("a", card, WRONG, 50_000, EUR, 50), Refusal.CARD_EXPIRED);
    assertThat(north.bank.audit().balanced()).isTrue();
  }

  private Command with(
      String at, String number, PinVerifier pin, long amount, String currency, long fee) {
    return new Command.Withdraw(north.id(), at, number, pin, amount, currency, fee);
  }

  private void assertRefused(Command command, Refusal refusal) {
    assertThat(north.apply(command)).isEqualTo(north.refused(refusal));
    assertThat(north.apply(command)).isEqualTo(north.refused(refusal));
  }

  @Test
  void dailyLimitsEndAtMidnightUtc() {
    String few = north.issueCard(account, 3_000, 2);
    north.time.millis = north.time.millis / DAY * DAY + DAY - 1;
    assertThat(north.apply(with("a", few, RIGHT, 3_001, EUR, 50)))
        .isEqualTo(north.refused(Refusal.DAILY_LIMIT_REACHED));
    UUID first = north.id();
    north.apply(new Command.Withdraw(first, "a", few, RIGHT, 2_000, EUR, 50));
    assertThat(north.apply(with("a", few, RIGHT, 1_000, EUR, 50)))
        .isInstanceOf(Reply.Approved.class);
    assertThat(north.apply(with("a", few, RIGHT, 1, EUR, 50)))
        .isEqualTo(north.refused(Refusal.DAILY_COUNT_REACHED));
    north.time.millis++;
    assertThat(north.apply(with("a", few, RIGHT, 3_000, EUR, 50)))
        .isInstanceOf(Reply.Approved.class);
    reverse(first);
    Bank.CardView view = north.bank.card(few);
    assertThat(view).isNotNull();
    assertThat(view.withdrawnToday()).as("yesterday's does not come back").isEqualTo(3_000);
  }

  @Test
  void finishedExchangesAreForgottenOpenOnesNever() {
    UUID done = north.id();
    UUID open = north.id();
    north.apply(withdraw(done, 1_000));
    confirm(done, 1_000);
    north.apply(withdraw(open, 1_000));
    north.time.millis += 8 * DAY;
    north.apply(new Command.PostingsProjected(0));
    assertThat(north.bank.exchange(done)).isNull();
    assertThat(north.apply(withdraw(done, 1_000))).isEqualTo(north.refused(Refusal.ID_EXPIRED));
    assertThat(confirm(open, 1_000)).isEqualTo(new Reply.Done());
  }
}
