package mutual.bank;

import static mutual.bank.TestBank.DAY;
import static mutual.bank.TestBank.EUR;
import static mutual.bank.TestBank.RIGHT;
import static mutual.bank.TestBank.SEALED;
import static mutual.bank.TestBank.WRONG;
import static mutual.bank.TestBank.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.UUID;
import mutual.bank.ExchangeView.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Withdrawals with one bank's card at another's machine, message by message. */
class PartnerWithdrawalsTest {
  private static final PartnerAnswer YES = new PartnerAnswer.Yes(0);

  private final TestBank.Time time = new TestBank.Time();
  private final TestBank north = new TestBank(time, "NORT", "999001", new FeeSchedule(200, 0));
  private final TestBank south = new TestBank(time, "SOUT", "999002", new FeeSchedule(300, 0));
  private final String account = north.openAccount(50_000);
  private final String card = north.issueCard(account);
  private final UUID id;

  PartnerWithdrawalsTest() {
    south.addMachine("s", 1, 100_000);
    north.apply(new Command.AddPartner("SOUT", key(20), "999002", 1_000_000));
    south.apply(new Command.AddPartner("NORT", key(10), "999001", 60_000));
    id = time.id();
  }

  private Command request(UUID of, long amount) {
    return new Command.WithdrawForeign(of, "s", card, SEALED, amount, EUR, 300);
  }

  /** Takes what the acquirer has to say to the issuer, once. */
  private PartnerAnswer send(UUID of) {
    Bank.OutstandingMessage outstanding = south.bank.outstanding(of);
    assertThat(outstanding).isNotNull();
    return deliver(outstanding.message());
  }

  private PartnerAnswer deliver(PartnerMessage message) {
    PinVerifier pin = message instanceof PartnerMessage.Authorise ? RIGHT : null;
    return deliver(message, pin);
  }

  private PartnerAnswer deliver(PartnerMessage message, @Nullable PinVerifier pin) {
    Reply reply = north.apply(new Command.FromPartner("SOUT", message, pin));
    return ((Reply.ToPartner) reply).answer();
  }

  private void answer(UUID of, PartnerMessage.Kind kind, PartnerAnswer answer) {
    assertThat(south.apply(new Command.PartnerAnswered(of, kind, answer)))
        .isEqualTo(new Reply.Done());
  }

  private Reply confirm(UUID of, long amount) {
    return south.apply(new Command.ConfirmWithdrawal(of, "s", amount));
  }

  private Reply reverse(UUID of) {
    return south.apply(new Command.ReverseWithdrawal(of, "s"));
  }

  private void approve(UUID of, long amount) {
    assertThat(south.apply(request(of, amount))).isEqualTo(new Reply.Begun(of));
    answer(of, PartnerMessage.Kind.AUTHORISE, send(of));
    assertThat(south.exchange(of).state()).isEqualTo(State.APPROVED);
  }

  private void assertStates(State acquirer, State issuer) {
    assertThat(south.exchange(id).state()).isEqualTo(acquirer);
    assertThat(north.exchange(id).state()).isEqualTo(issuer);
    assertThat(south.bank.audit().balanced()).isTrue();
    assertThat(north.bank.audit().balanced()).isTrue();
  }

  private long due() {
    Bank.PartnerView from = south.bank.position("NORT");
    Bank.PartnerView to = north.bank.position("SOUT");
    assertThat(from).isNotNull();
    assertThat(to).isNotNull();
    assertThat(from.dueFrom()).isEqualTo(to.dueTo());
    return from.dueFrom();
  }

  @Test
  void cashIsPaidOutAndBothBooksAgree() {
    approve(id, 10_000);
    assertStates(State.APPROVED, State.HELD);
    assertThat(south.exchange(id).available()).isEqualTo(39_700);
    assertThat(north.held(account)).isEqualTo(10_300);
    assertThat(confirm(id, 10_000)).isEqualTo(new Reply.Done());
    assertStates(State.CONFIRMING, State.HELD);
    answer(id, PartnerMessage.Kind.CONFIRM, send(id));
    assertStates(State.COMPLETED, State.COMPLETED);
    assertThat(north.balance(account)).isEqualTo(39_700);
    assertThat(due()).isEqualTo(10_300);
    assertThat(south.bank.outstanding(10)).isEmpty();
    assertThat(south.exchange(id).history()).hasSize(4);
  }

  @Test
  void aLostAnswerIsRepeatedWithoutEffect() {
    south.apply(request(id, 10_000));
    PartnerAnswer lost = send(id);
    assertThat(send(id)).isEqualTo(lost).isEqualTo(new PartnerAnswer.Yes(39_700));
    assertThat(north.held(account)).isEqualTo(10_300);
    answer(id, PartnerMessage.Kind.AUTHORISE, lost);
    confirm(id, 4_000);
    assertThat(send(id)).isEqualTo(YES);
    assertThat(send(id)).isEqualTo(YES);
    assertThat(due()).isEqualTo(4_300);
  }

  @Test
  void noAnswerInTimeIsReversed() {
    south.apply(request(id, 10_000));
    PartnerAnswer late = send(id);
    south.apply(new Command.RequestUnanswered(id));
    assertStates(State.REVERSING, State.HELD);
    answer(id, PartnerMessage.Kind.AUTHORISE, late);
    assertStates(State.REVERSING, State.HELD);
    assertThat(south.apply(request(id, 10_000)))
        .isEqualTo(south.refused(Refusal.ISSUER_UNAVAILABLE));
    assertThat(confirm(id, 10_000)).isEqualTo(south.refused(Refusal.EXCHANGE_STATE));
    assertThat(send(id)).isEqualTo(YES);
    assertThat(send(id)).isEqualTo(YES);
    answer(id, PartnerMessage.Kind.REVERSE, YES);
    assertStates(State.REVERSED, State.REVERSED);
    assertThat(north.held(account)).isZero();
  }

  @Test
  void aRequestThatArrivesAfterItsReversalIsDeclined() {
    south.apply(request(id, 10_000));
    Bank.OutstandingMessage slow = south.bank.outstanding(id);
    assertThat(slow).isNotNull();
    reverse(id);
    assertThat(send(id)).isEqualTo(YES);
    assertThat(deliver(slow.message())).isEqualTo(no(Refusal.EXCHANGE_STATE));
    assertStates(State.REVERSING, State.REVERSED);
    assertThat(north.held(account)).isZero();
  }

  @Test
  void theMachineReversesWhatItDidNotPayOut() {
    approve(id, 10_000);
    assertThat(confirm(id, 0)).isEqualTo(new Reply.Done());
    assertThat(reverse(id)).isEqualTo(new Reply.Done());
    answer(id, PartnerMessage.Kind.REVERSE, send(id));
    assertStates(State.REVERSED, State.REVERSED);
    assertThat(due()).isZero();
  }

  @Test
  void answersToWhatIsNotAskedAnyMoreAreIgnored() {
    approve(id, 10_000);
    answer(id, PartnerMessage.Kind.AUTHORISE, no(Refusal.FUNDS_INSUFFICIENT));
    south.apply(new Command.RequestUnanswered(id));
    south.apply(new Command.RequestUnanswered(time.id()));
    answer(time.id(), PartnerMessage.Kind.CONFIRM, YES);
    assertStates(State.APPROVED, State.HELD);
  }

  @Test
  void aRefusalThatIsNotRememberedIsReversed() {
    south.apply(request(id, 10_000));
    answer(id, PartnerMessage.Kind.AUTHORISE, no(Refusal.CAPACITY_REACHED));
    assertThat(south.exchange(id).state()).isEqualTo(State.REVERSING);
    answer(id, PartnerMessage.Kind.REVERSE, no(Refusal.CAPACITY_REACHED));
    assertThat(south.exchange(id).state()).isEqualTo(State.REVERSING);
    assertThat(south.bank.outstanding("NORT", 10)).hasSize(1);
  }

  @Test
  void declinedStaysDeclined() {
    south.apply(request(id, 49_900));
    PartnerAnswer declined = send(id);
    assertThat(declined).isEqualTo(no(Refusal.FUNDS_INSUFFICIENT));
    north.apply(new Command.CounterDeposit(north.id(), account, 50_000, EUR, ""));
    assertThat(send(id)).isEqualTo(declined);
    answer(id, PartnerMessage.Kind.AUTHORISE, declined);
    assertStates(State.DECLINED, State.DECLINED);
    assertThat(south.apply(request(id, 49_900)))
        .isEqualTo(south.refused(Refusal.FUNDS_INSUFFICIENT));
    assertThat(deliver(new PartnerMessage.Confirm(id, 1, 0, EUR)))
        .isEqualTo(no(Refusal.EXCHANGE_STATE));
    assertThat(deliver(new PartnerMessage.Reverse(id))).isEqualTo(YES);
  }

  @Test
  void aWrongPinCountsOnceForEachRequest() {
    UUID first = time.id();
    assertThat(authorise(first, WRONG)).isEqualTo(new PartnerAnswer.No(Refusal.PIN_WRONG, 2));
    assertThat(authorise(first, WRONG)).isEqualTo(new PartnerAnswer.No(Refusal.PIN_WRONG, 2));
    assertThat(authorise(first, RIGHT)).isEqualTo(no(Refusal.ID_REUSED));
    assertThat(authorise(time.id(), RIGHT)).isEqualTo(new PartnerAnswer.Yes(49_000));
    authorise(time.id(), WRONG);
    authorise(time.id(), WRONG);
    assertThat(authorise(time.id(), WRONG)).isEqualTo(new PartnerAnswer.No(Refusal.PIN_WRONG, 0));
    assertThat(authorise(time.id(), RIGHT)).isEqualTo(no(Refusal.CARD_BLOCKED));
    north.apply(new Command.SetPin(card, RIGHT));
    assertThat(authorise(time.id(), RIGHT)).isEqualTo(new PartnerAnswer.Yes(48_000));
  }

  private PartnerAnswer authorise(UUID of, PinVerifier pin) {
    byte[] sealedAnew = {(byte) time.id().getLeastSignificantBits()};
    return deliver(new PartnerMessage.Authorise(of, card, sealedAnew, 1_000, 0, EUR, "s"), pin);
  }

  @Test
  void anUnreadablePinIsNoGuess() {
    Reply reply =
        north.apply(
            new Command.FromPartner(
                "SOUT", new PartnerMessage.Authorise(id, card, SEALED, 1_000, 0, EUR, "s"), null));
    assertThat(reply).isEqualTo(new Reply.ToPartner(new PartnerAnswer.No(Refusal.PIN_WRONG, 3)));
  }

  @Test
  void aPartnerSpeaksOfItsOwnExchangesOnly() {
    approve(id, 10_000);
    north.apply(new Command.AddPartner("EAST", key(30), "999003", 1_000));
    for (PartnerMessage message :
        List.of(new PartnerMessage.Confirm(id, 1, 0, EUR), new PartnerMessage.Reverse(id))) {
      assertThat(north.apply(new Command.FromPartner("EAST", message, null)))
          .isEqualTo(new Reply.ToPartner(no(Refusal.EXCHANGE_UNKNOWN)));
    }
    assertThat(deliver(new PartnerMessage.Confirm(time.id(), 1, 0, EUR)))
        .isEqualTo(no(Refusal.EXCHANGE_UNKNOWN));
    assertThat(north.apply(new Command.FromPartner("WEST", new PartnerMessage.Reverse(id), null)))
        .isEqualTo(new Reply.ToPartner(no(Refusal.PARTNER_UNKNOWN)));
    assertThat(north.exchange(id).state()).isEqualTo(State.HELD);
  }

  @Test
  void confirmationsMustFitWhatWasHeld() {
    approve(id, 10_000);
    assertThat(deliver(new PartnerMessage.Confirm(id, 10_001, 300, EUR)))
        .isEqualTo(no(Refusal.AMOUNT_INVALID));
    assertThat(deliver(new PartnerMessage.Confirm(id, 10_000, 301, EUR)))
        .isEqualTo(no(Refusal.AMOUNT_INVALID));
    assertThat(deliver(new PartnerMessage.Confirm(id, 0, 300, EUR)))
        .isEqualTo(no(Refusal.AMOUNT_INVALID));
    assertThat(deliver(new PartnerMessage.Confirm(id, 10_000, 300, "USD")))
        .isEqualTo(no(Refusal.CURRENCY_WRONG));
    assertThat(deliver(new PartnerMessage.Confirm(id, 10_000, 0, EUR))).isEqualTo(YES);
    assertThat(deliver(new PartnerMessage.Confirm(id, 9_000, 0, EUR)))
        .isEqualTo(no(Refusal.ID_REUSED));
    assertThat(deliver(new PartnerMessage.Reverse(id))).isEqualTo(no(Refusal.EXCHANGE_STATE));
    assertThat(north.balance(account)).isEqualTo(40_000);
  }

  @Test
  void theAcquirerChecksWhatItCan() {
    assertThat(south.apply(foreign("s", "1", 1_000, 300)))
        .isEqualTo(south.refused(Refusal.CARD_MALFORMED));
    assertThat(south.apply(foreign("s", CardNumber.of("123456", 1), 1_000, 300)))
        .isEqualTo(south.refused(Refusal.CARD_ISSUER_UNKNOWN));
    assertThat(south.apply(foreign("t", card, 1_000, 300)))
        .isEqualTo(south.refused(Refusal.MACHINE_UNKNOWN));
    assertThat(south.apply(foreign("s", card, 1_000, 299)))
        .isEqualTo(south.refused(Refusal.FEE_NOT_ACCEPTED));
    assertThat(south.apply(foreign("s", card, 100_001, 300)))
        .isEqualTo(south.refused(Refusal.CASH_INSUFFICIENT));
    assertThat(south.apply(foreign("s", card, 59_701, 300)))
        .isEqualTo(south.refused(Refusal.PARTNER_LIMIT_REACHED));
    assertThat(south.apply(foreign("s", card, 59_700, 300))).isInstanceOf(Reply.Begun.class);
    assertThat(south.apply(foreign("s", card, 1, 300)))
        .as("what is asked for counts against the cap")
        .isEqualTo(south.refused(Refusal.PARTNER_LIMIT_REACHED));
    south.apply(new Command.UpdatePartner("NORT", 60_000, true));
    assertThat(south.apply(foreign("s", card, 1, 300)))
        .isEqualTo(south.refused(Refusal.PARTNER_SUSPENDED));
  }

  private Command foreign(String machine, String number, long amount, long fee) {
    return new Command.WithdrawForeign(time.id(), machine, number, SEALED, amount, EUR, fee);
  }

  @Test
  void aSuspendedPartnersOpenExchangesStillComplete() {
    approve(id, 10_000);
    north.apply(new Command.UpdatePartner("SOUT", 1_000_000, true));
    south.apply(new Command.UpdatePartner("NORT", 60_000, true));
    confirm(id, 10_000);
    answer(id, PartnerMessage.Kind.CONFIRM, send(id));
    assertStates(State.COMPLETED, State.COMPLETED);
    assertThat(authorise(time.id(), RIGHT)).isEqualTo(no(Refusal.PARTNER_SUSPENDED));
  }

  @Test
  void aConfirmationAfterAPersonsReleaseIsHonoured() {
    approve(id, 50_000 - 300);
    north.apply(new Command.ResolveExchange(id, 0));
    assertStates(State.APPROVED, State.REVERSED);
    String other = north.openAccount(0);
    north.apply(new Command.Transfer(time.id(), account, other, 50_000, EUR, "gone"));
    confirm(id, 50_000 - 300);
    answer(id, PartnerMessage.Kind.CONFIRM, send(id));
    assertStates(State.COMPLETED, State.COMPLETED);
    assertThat(north.balance(account)).isEqualTo(-50_000);
    assertThat(due()).isEqualTo(50_000);
    assertThat(north.bank.postings(0, 100))
        .filteredOn(p -> p.id().equals(id) && p.account().equals(account))
        .extracting(Bank.Posting::kind, Bank.Posting::amount, Bank.Posting::counterparty)
        .containsExactly(tuple("WITHDRAWAL", -49_700L, "SOUT s"), tuple("FEE", -300L, "SOUT s"));
  }

  @Test
  void aContradictionIsForAPerson() {
    approve(id, 10_000);
    assertThat(deliver(new PartnerMessage.Reverse(id))).isEqualTo(YES);
    confirm(id, 10_000);
    answer(id, PartnerMessage.Kind.CONFIRM, send(id));
    assertStates(State.DISPUTED, State.REVERSED);
    assertThat(confirm(id, 10_000)).isEqualTo(new Reply.Done());
    assertThat(south.apply(new Command.ResolveExchange(id, 1)))
        .isEqualTo(south.refused(Refusal.AMOUNT_INVALID));
    assertThat(south.apply(new Command.ResolveExchange(id, 0))).isEqualTo(new Reply.Done());
    assertStates(State.REVERSED, State.REVERSED);
    assertThat(due()).isZero();
  }

  @Test
  void aPersonMayAlsoMakeTheIssuerPay() {
    approve(id, 10_000);
    assertThat(deliver(new PartnerMessage.Reverse(id))).isEqualTo(YES);
    confirm(id, 10_000);
    answer(id, PartnerMessage.Kind.CONFIRM, send(id));
    assertThat(north.apply(new Command.ResolveExchange(id, 10_000))).isEqualTo(new Reply.Done());
    assertThat(south.apply(new Command.ResolveExchange(id, 10_000))).isEqualTo(new Reply.Done());
    assertThat(south.apply(new Command.ResolveExchange(id, 10_000))).isEqualTo(new Reply.Done());
    assertStates(State.COMPLETED, State.COMPLETED);
    assertThat(due()).isEqualTo(10_300);
  }

  @Test
  void aPersonSpeaksForADeadMachine() {
    approve(id, 10_000);
    assertThat(south.apply(new Command.ResolveExchange(time.id(), 0)))
        .isEqualTo(south.refused(Refusal.EXCHANGE_UNKNOWN));
    assertThat(south.apply(new Command.ResolveExchange(id, 6_000))).isEqualTo(new Reply.Done());
    assertThat(south.apply(new Command.ResolveExchange(id, 0)))
        .isEqualTo(south.refused(Refusal.EXCHANGE_STATE));
    answer(id, PartnerMessage.Kind.CONFIRM, send(id));
    assertThat(confirm(id, 10_000)).isEqualTo(south.refused(Refusal.EXCHANGE_STATE));
    assertThat(confirm(id, 6_000)).isEqualTo(new Reply.Done());
    assertStates(State.COMPLETED, State.COMPLETED);
  }

  @Test
  void reversalsOfWhatNeverArrivedAreAcknowledgedAsLongAsThatIsKnown() {
    UUID week = time.id(time.millis - 8 * DAY);
    UUID longAgo = time.id(time.millis - 36 * DAY);
    assertThat(deliver(new PartnerMessage.Reverse(week))).isEqualTo(YES);
    assertThat(north.bank.exchange(week)).isNull();
    assertThat(deliver(new PartnerMessage.Reverse(longAgo)))
        .isEqualTo(no(Refusal.EXCHANGE_UNKNOWN));
    assertThat(deliver(new PartnerMessage.Reverse(new UUID(1, 1))))
        .isEqualTo(no(Refusal.ID_INVALID));
  }

  private static PartnerAnswer no(Refusal refusal) {
    return new PartnerAnswer.No(refusal, -1);
  }
}
