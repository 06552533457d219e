package mutual.bank;

import static mutual.bank.TestBank.DAY;
import static mutual.bank.TestBank.EUR;
import static mutual.bank.TestBank.RIGHT;
import static mutual.bank.TestBank.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.UUID;
import mutual.bank.Bank.TransferView;
import mutual.bank.ExchangeView.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CreditTransfersTest {
  private final TestBank.Time time = new TestBank.Time();
  private final TestBank north = new TestBank(time, "NORT", "999001", new FeeSchedule(200, 0));
  private final TestBank south = new TestBank(time, "SOUT", "999002", new FeeSchedule(300, 0));
  private final String from = north.openAccount(50_000);
  private final String here = north.openAccount(0);
  private final String there = south.openAccount(0);
  private final UUID id;

  CreditTransfersTest() {
    north.apply(new Command.AddPartner("SOUT", key(20), "999002", 1_000_000));
    south.apply(new Command.AddPartner("NORT", key(10), "999001", 30_000));
    id = time.id();
  }

  private Reply transfer(UUID of, String to, long amount) {
    return north.apply(new Command.Transfer(of, from, to, amount, EUR, "rent"));
  }

  private PartnerAnswer offer(UUID of) {
    Bank.OutstandingMessage outstanding = north.bank.outstanding(of);
    assertThat(outstanding).isNotNull();
    Reply reply = south.apply(new Command.FromPartner("NORT", outstanding.message(), null));
    return ((Reply.ToPartner) reply).answer();
  }

  private void answer(UUID of, PartnerAnswer answer) {
    north.apply(new Command.PartnerAnswered(of, PartnerMessage.Kind.OFFER, answer));
  }

  private TransferView.State state(UUID of) {
    TransferView view = north.bank.transfer(of);
    assertThat(view).isNotNull();
    return view.state();
  }

  @Test
  void withinTheBankMoneyMovesAtOnceAndOnce() {
    Reply done = new Reply.Transferred(false, 40_000);
    assertThat(transfer(id, here, 10_000)).isEqualTo(done);
    assertThat(transfer(id, here, 10_000)).isEqualTo(done);
    assertThat(transfer(id, here, 10_001)).isEqualTo(north.refused(Refusal.ID_REUSED));
    assertThat(north.balance(here)).isEqualTo(10_000);
    assertThat(state(id)).isEqualTo(TransferView.State.COMPLETED);
    assertThat(north.bank.postings(0, 100))
        .filteredOn(p -> p.id().equals(id))
        .extracting(Bank.Posting::counterparty, Bank.Posting::reference)
        .containsExactly(tuple(here, "rent"), tuple(from, "rent"));
  }

  @Test
  void toAPartnerMoneyIsHeldUntilItIsAccepted() {
    assertThat(transfer(id, there, 10_000)).isEqualTo(new Reply.Transferred(true, 40_000));
    assertThat(state(id)).isEqualTo(TransferView.State.PENDING);
    assertThat(offer(id)).isEqualTo(new PartnerAnswer.Yes(0));
    assertThat(offer(id)).isEqualTo(new PartnerAnswer.Yes(0));
    assertThat(south.balance(there)).isEqualTo(10_000);
    answer(id, new PartnerAnswer.Yes(0));
    answer(id, new PartnerAnswer.Yes(0));
    assertThat(transfer(id, there, 10_000)).isEqualTo(new Reply.Transferred(false, 40_000));
    assertThat(north.balance(from)).isEqualTo(40_000);
    assertThat(north.exchange(id).state()).isEqualTo(State.COMPLETED);
    assertThat(south.exchange(id).state()).isEqualTo(State.COMPLETED);
    Bank.PartnerView position = south.bank.position("NORT");
    assertThat(position).isNotNull();
    assertThat(position.dueFrom()).isEqualTo(10_000);
  }

  @Test
  void whatTheReceiverDeclinesComesBack() {
    transfer(id, there, 30_001);
    PartnerAnswer declined = offer(id);
    assertThat(declined).isEqualTo(new PartnerAnswer.No(Refusal.PARTNER_LIMIT_REACHED, -1));
    south.apply(new Command.UpdatePartner("NORT", 100_000, false));
    assertThat(offer(id)).as("declined stays declined").isEqualTo(declined);
    answer(id, declined);
    assertThat(north.balance(from)).isEqualTo(50_000);
    assertThat(north.held(from)).isZero();
    assertThat(transfer(id, there, 30_001)).isEqualTo(north.refused(Refusal.PARTNER_LIMIT_REACHED));
    assertThat(state(id)).isEqualTo(TransferView.State.REFUSED);
  }

  @Test
  void theReceiverChecksTheAccount() {
    String unknown = new AccountNumber("SOUT", 99).toString();
    transfer(id, unknown, 1_000);
    assertThat(offer(id)).isEqualTo(new PartnerAnswer.No(Refusal.ACCOUNT_UNKNOWN, -1));
    String vault = new AccountNumber("SOUT", Chart.INTERNAL_FIRST + 2).toString();
    UUID second = time.id();
    transfer(second, vault, 1_000);
    assertThat(offer(second)).isEqualTo(new PartnerAnswer.No(Refusal.ACCOUNT_UNKNOWN, -1));
    south.apply(new Command.CloseAccount(there));
    UUID third = time.id();
    transfer(third, there, 1_000);
    assertThat(offer(third)).isEqualTo(new PartnerAnswer.No(Refusal.ACCOUNT_CLOSED, -1));
    PartnerMessage forged = new PartnerMessage.Offer(time.id(), there, there, 1_000, EUR, "");
    assertThat(south.apply(new Command.FromPartner("NORT", forged, null)))
        .isEqualTo(new Reply.ToPartner(new PartnerAnswer.No(Refusal.ACCOUNT_MALFORMED, -1)));
  }

  @Test
  void anAnswerThatLeavesDoubtIsForAPerson() {
    transfer(id, there, 10_000);
    answer(id, new PartnerAnswer.No(Refusal.CAPACITY_REACHED, -1));
    assertThat(north.exchange(id).state()).as("asked again").isEqualTo(State.OFFERED);
    assertThat(north.apply(new Command.ResolveExchange(id, 0)))
        .isEqualTo(north.refused(Refusal.EXCHANGE_STATE));
    answer(id, new PartnerAnswer.No(Refusal.ID_EXPIRED, -1));
    assertThat(north.exchange(id).state()).isEqualTo(State.DISPUTED);
    assertThat(state(id)).isEqualTo(TransferView.State.DISPUTED);
    assertThat(north.held(from)).isEqualTo(10_000);
    assertThat(north.apply(new Command.ResolveExchange(id, 5)))
        .isEqualTo(north.refused(Refusal.AMOUNT_INVALID));
    assertThat(north.apply(new Command.ResolveExchange(id, 0))).isEqualTo(new Reply.Done());
    assertThat(north.held(from)).isZero();
    assertThat(north.exchange(id).state()).isEqualTo(State.DECLINED);
  }

  @Test
  void anOfferToASuspendedPartnerMayBeDecidedByAPerson() {
    transfer(id, there, 10_000);
    north.apply(new Command.UpdatePartner("SOUT", 1, true));
    assertThat(north.apply(new Command.ResolveExchange(id, 10_000))).isEqualTo(new Reply.Done());
    assertThat(north.exchange(id).state()).isEqualTo(State.COMPLETED);
    assertThat(north.bank.outstanding(10)).isEmpty();
  }

  @Test
  void anOfferWaitsAsLongAsItMust() {
    transfer(id, there, 10_000);
    time.millis += 30 * DAY;
    assertThat(offer(id)).isEqualTo(new PartnerAnswer.No(Refusal.ID_EXPIRED, -1));
    assertThat(north.held(from)).isEqualTo(10_000);
  }

  @Test
  void refusalsComeInTheirOrder() {
    String malformed = "XM00NORT0000000001";
    String unknown = new AccountNumber("NORT", 99).toString();
    assertRefused(malformed, unknown, 0, "USD", Refusal.CURRENCY_WRONG);
    assertRefused(malformed, unknown, 0, EUR, Refusal.AMOUNT_INVALID);
    String west = new AccountNumber("WEST", 1).toString();
    assertRefused(malformed, west, 1, EUR, Refusal.PARTNER_UNKNOWN);
    assertRefused(malformed, unknown, 1, EUR, Refusal.ACCOUNT_MALFORMED);
    assertRefused(unknown, malformed, 1, EUR, Refusal.ACCOUNT_MALFORMED);
    assertRefused(from, unknown, 1, EUR, Refusal.ACCOUNT_UNKNOWN);
    assertRefused(unknown, there, 1, EUR, Refusal.ACCOUNT_UNKNOWN);
    String closed = north.openAccount(0);
    north.apply(new Command.CloseAccount(closed));
    assertRefused(closed, closed, 1, EUR, Refusal.ACCOUNT_CLOSED);
    assertRefused(from, from, 50_001, EUR, Refusal.ACCOUNTS_SAME);
    assertRefused(from, here, 50_001, EUR, Refusal.FUNDS_INSUFFICIENT);
    north.apply(new Command.UpdatePartner("SOUT", 1, true));
    assertRefused(malformed, there, 50_001, EUR, Refusal.PARTNER_SUSPENDED);
  }

  private void assertRefused(
      String debit, String credit, long amount, String currency, Refusal refusal) {
    Command command = new Command.Transfer(time.id(), debit, credit, amount, currency, "");
    assertThat(north.apply(command)).isEqualTo(north.refused(refusal));
    assertThat(north.apply(command)).isEqualTo(north.refused(refusal));
  }

  @Test
  void atAMachineOnlyFromOnesOwnAccounts() {
    north.addMachine("a", 1, 0);
    String card = north.issueCard(from);
    assertThat(north.apply(byCard(card, null, here)))
        .isEqualTo(new Reply.Transferred(false, 49_900));
    assertThat(north.apply(byCard(card, here, from)))
        .isEqualTo(north.refused(Refusal.ACCOUNT_NOT_YOURS));
    assertThat(north.apply(byCard(card, here, here)))
        .isEqualTo(north.refused(Refusal.ACCOUNT_NOT_YOURS));
    assertThat(north.apply(byCard(card, from, from)))
        .isEqualTo(north.refused(Refusal.ACCOUNTS_SAME));
    assertThat(north.apply(byCard(card, null, there)))
        .isEqualTo(new Reply.Transferred(true, 49_800));
    assertThat(north.apply(byCard(CardNumber.of("999002", 1), null, here)))
        .isEqualTo(north.refused(Refusal.SERVICE_NOT_OFFERED));
  }

  private Command byCard(String card, @Nullable String debit, String credit) {
    return new Command.CardTransfer(time.id(), "a", card, RIGHT, debit, credit, 100, EUR, "");
  }
}
