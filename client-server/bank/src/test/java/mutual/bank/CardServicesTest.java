package mutual.bank;

import static mutual.bank.TestBank.EUR;
import static mutual.bank.TestBank.RIGHT;
import static mutual.bank.TestBank.WRONG;
import static mutual.bank.TestBank.key;
import static mutual.bank.TestBank.pin;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CardServicesTest {
  private final TestBank north = TestBank.north();
  private final UUID customer = north.id();
  private final String account;
  private final String savings;
  private final String card;

  CardServicesTest() {
    north.apply(new Command.OpenCustomer(customer));
    account = north.openAccount(customer, 500);
    savings = north.openAccount(customer, 900);
    card = north.issueCard(account);
    north.addMachine("a", 1, 1_000);
    north.apply(new Command.AddPartner("SOUT", key(20), "999002", 1_000));
  }

  private Reply read(UUID id, PinVerifier pin, @Nullable String of) {
    return north.apply(new Command.ReadBalance(id, "a", card, pin, of));
  }

  @Test
  void balancesAreTold() {
    Reply.Balance first = new Reply.Balance(account, 500, 500, EUR);
    Reply.Balance second = new Reply.Balance(savings, 900, 900, EUR);
    assertThat(read(north.id(), RIGHT, null)).isEqualTo(first);
    assertThat(read(north.id(), RIGHT, savings)).isEqualTo(second);
    assertThat(read(north.id(), RIGHT, north.openAccount(1)))
        .isEqualTo(north.refused(Refusal.ACCOUNT_NOT_YOURS));
    assertThat(north.apply(new Command.ReadAccounts(north.id(), "a", card, RIGHT)))
        .isEqualTo(new Reply.Balances(List.of(first, second)));
    assertThat(north.apply(new Command.ReadBalance(north.id(), "b", card, RIGHT, null)))
        .isEqualTo(north.refused(Refusal.MACHINE_UNKNOWN));
  }

  @Test
  void partnersAreToldOfTheCardsAccountOnly() {
    Command ask = new Command.ReadBalanceForPartner(north.id(), "SOUT", card, RIGHT);
    assertThat(north.apply(ask)).isEqualTo(new Reply.Balance(account, 500, 500, EUR));
    assertThat(north.apply(new Command.ReadBalanceForPartner(north.id(), "SOUT", card, WRONG)))
        .isEqualTo(new Reply.Refused(Refusal.PIN_WRONG, 2));
    assertThat(north.apply(new Command.ReadBalanceForPartner(north.id(), "EAST", card, RIGHT)))
        .isEqualTo(north.refused(Refusal.PARTNER_UNKNOWN));
  }

  @Test
  void threeWrongPinsBlockTheCardAndARepeatIsNoTry() {
    UUID first = north.id();
    Reply wrong = new Reply.Refused(Refusal.PIN_WRONG, 2);
    assertThat(read(first, WRONG, null)).isEqualTo(wrong);
    assertThat(read(first, WRONG, null)).isEqualTo(wrong);
    assertThat(read(first, RIGHT, null)).isEqualTo(north.refused(Refusal.ID_REUSED));
    assertThat(read(north.id(), RIGHT, null)).isInstanceOf(Reply.Balance.class);
    read(north.id(), WRONG, null);
    read(north.id(), WRONG, null);
    assertThat(read(north.id(), WRONG, null)).isEqualTo(new Reply.Refused(Refusal.PIN_WRONG, 0));
    assertThat(read(north.id(), RIGHT, null)).isEqualTo(north.refused(Refusal.CARD_BLOCKED));
    Bank.CardView view = north.bank.card(card);
    assertThat(view).isNotNull();
    assertThat(view.status()).isEqualTo(Bank.CardView.Status.PIN_BLOCKED);
    north.apply(new Command.SetPin(card, RIGHT));
    assertThat(read(north.id(), RIGHT, null)).isInstanceOf(Reply.Balance.class);
  }

  @Test
  void thePinIsChangedByWhoKnowsIt() {
    PinVerifier fresh = pin(9);
    assertThat(north.apply(new Command.ChangePin(north.id(), "a", card, WRONG, fresh)))
        .isEqualTo(new Reply.Refused(Refusal.PIN_WRONG, 2));
    UUID id = north.id();
    Command change = new Command.ChangePin(id, "a", card, RIGHT, fresh);
    assertThat(north.apply(change)).isEqualTo(new Reply.Done());
    assertThat(north.apply(change)).isEqualTo(new Reply.Done());
    assertThat(read(north.id(), fresh, null)).isInstanceOf(Reply.Balance.class);
    assertThat(read(north.id(), RIGHT, null)).isEqualTo(new Reply.Refused(Refusal.PIN_WRONG, 2));
  }

  @Test
  void withoutAPinACardDoesNothing() {
    Reply issued = north.apply(new Command.IssueCard(north.id(), account, 2030 * 12, 0, 0));
    String blank = ((Reply.CardIssued) issued).card();
    assertThat(north.apply(new Command.ReadBalance(north.id(), "a", blank, RIGHT, null)))
        .isEqualTo(north.refused(Refusal.CARD_INACTIVE));
  }

  @Test
  void notesAreDepositedOnOnesOwnAccountsOnce() {
    Command deposit = deposit(north.id(), card, savings);
    assertThat(north.apply(deposit)).isEqualTo(new Reply.Transferred(false, 1_000));
    assertThat(north.apply(deposit)).isEqualTo(new Reply.Transferred(false, 1_000));
    assertThat(north.balance(savings)).isEqualTo(1_000);
    assertThat(north.bank.machines().getFirst().cash()).isEqualTo(1_100);
    assertThat(north.apply(deposit(north.id(), card, north.openAccount(0))))
        .isEqualTo(north.refused(Refusal.ACCOUNT_NOT_YOURS));
    assertThat(north.apply(deposit(north.id(), CardNumber.of("999002", 1), null)))
        .isEqualTo(north.refused(Refusal.SERVICE_NOT_OFFERED));
  }

  private static Command deposit(UUID id, String number, @Nullable String to) {
    return new Command.Deposit(id, "a", number, RIGHT, 100, EUR, to);
  }
}
