package mutual.bank;

import static mutual.bank.TestBank.EUR;
import static mutual.bank.TestBank.RIGHT;
import static mutual.bank.TestBank.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import mutual.bank.Bank.CardView.Status;
import org.junit.jupiter.api.Test;

class FrontOfficeTest {
  private static final Reply DONE = new Reply.Done();
  private static final int EXPIRES = 2030 * 12;
  private final TestBank north = TestBank.north();

  @Test
  void nothingIsOfferedBeforeTheBankIsFounded() {
    north.bank = new Bank(north.limits);
    assertThat(north.apply(new Command.OpenCustomer(north.id())))
        .isEqualTo(north.refused(Refusal.SERVICE_NOT_OFFERED));
    assertThat(north.apply(new Command.TransferBatch(new byte[0])))
        .isEqualTo(north.refused(Refusal.SERVICE_NOT_OFFERED));
    assertThat(north.bank.founded()).isNull();
  }

  @Test
  void aBankIsFoundedOnce() {
    Command.Found again = north.bank.founded();
    assertThat(again).isNotNull();
    assertThat(north.apply(again)).isEqualTo(DONE);
    Command other = new Command.Found("ELSE", "999001", EUR, again.fees(), again.cardLimits());
    assertThat(north.apply(other)).isEqualTo(north.refused(Refusal.ALREADY_EXISTS));
  }

  @Test
  void accountsAreNumberedInOrder() {
    assertThat(north.openAccount(0)).isEqualTo("XM67NORT0000000001");
    String second = north.openAccount(500);
    assertThat(north.balance(second)).isEqualTo(500);
    assertThat(north.bank.accounts(null, null, 10, false)).hasSize(2);
    assertThat(north.bank.accounts(null, "XM67NORT0000000001", 10, false))
        .extracting(Bank.AccountView::number)
        .containsExactly(second);
    assertThat(north.bank.accounts(null, null, 10, true)).hasSize(5);
  }

  @Test
  void openingTwiceWithOneIdOpensOne() {
    UUID customer = north.id();
    north.apply(new Command.OpenCustomer(customer));
    assertThat(north.apply(new Command.OpenCustomer(customer))).isEqualTo(DONE);
    UUID id = north.id();
    Reply first = north.apply(new Command.OpenAccount(id, customer, EUR, 0));
    assertThat(north.apply(new Command.OpenAccount(id, customer, EUR, 0))).isEqualTo(first);
    assertThat(north.apply(new Command.OpenAccount(id, customer, EUR, 1)))
        .isEqualTo(north.refused(Refusal.ID_REUSED));
    assertThat(north.bank.accounts(customer, null, 10, false)).hasSize(1);
  }

  @Test
  void accountsAreRefused() {
    UUID customer = north.id();
    assertThat(north.apply(new Command.OpenAccount(north.id(), customer, EUR, 0)))
        .isEqualTo(north.refused(Refusal.CUSTOMER_UNKNOWN));
    assertThat(north.apply(new Command.OpenAccount(north.id(), customer, "USD", -1)))
        .isEqualTo(north.refused(Refusal.CURRENCY_WRONG));
    assertThat(north.apply(new Command.OpenAccount(north.id(), customer, EUR, -1)))
        .isEqualTo(north.refused(Refusal.AMOUNT_INVALID));
    assertThat(north.apply(new Command.OpenAccount(customer, customer, EUR, 0)))
        .isEqualTo(north.refused(Refusal.CUSTOMER_UNKNOWN));
  }

  @Test
  void onlyEmptyAccountsAreClosed() {
    String account = north.openAccount(100);
    String other = north.openAccount(0);
    Command close = new Command.CloseAccount(account);
    assertThat(north.apply(close)).isEqualTo(north.refused(Refusal.ACCOUNT_NOT_EMPTY));
    north.apply(new Command.Transfer(north.id(), account, other, 100, EUR, ""));
    assertThat(north.apply(close)).isEqualTo(DONE);
    assertThat(north.apply(close)).isEqualTo(DONE);
    assertThat(north.apply(new Command.Transfer(north.id(), other, account, 1, EUR, "")))
        .isEqualTo(north.refused(Refusal.ACCOUNT_CLOSED));
    assertThat(north.apply(new Command.CloseAccount("nonsense")))
        .isEqualTo(north.refused(Refusal.ACCOUNT_MALFORMED));
    String vault = new AccountNumber("NORT", Chart.INTERNAL_FIRST + 2).toString();
    assertThat(north.bank.account(vault)).isNotNull();
    assertThat(north.apply(new Command.CloseAccount(vault)))
        .isEqualTo(north.refused(Refusal.ACCOUNT_UNKNOWN));
  }

  @Test
  void cardsBecomeActiveWithAPin() {
    String account = north.openAccount(0);
    UUID id = north.id();
    Reply reply = north.apply(new Command.IssueCard(id, account, EXPIRES, 0, 0));
    String card = ((Reply.CardIssued) reply).card();
    assertThat(status(card)).isEqualTo(Status.INACTIVE);
    assertThat(north.apply(new Command.IssueCard(id, account, EXPIRES, 0, 0))).isEqualTo(reply);
    assertThat(north.apply(new Command.SetPin(card, RIGHT))).isEqualTo(DONE);
    assertThat(status(card)).isEqualTo(Status.ACTIVE);
    assertThat(north.apply(new Command.BlockCard(card))).isEqualTo(DONE);
    assertThat(status(card)).isEqualTo(Status.BLOCKED);
    assertThat(north.apply(new Command.UnblockCard(card))).isEqualTo(DONE);
    assertThat(status(card)).isEqualTo(Status.ACTIVE);
    assertThat(north.bank.cards(null, 10)).hasSize(1);
    assertThat(north.bank.cards(card, 10)).isEmpty();
    assertThat(north.bank.issuerOf(card)).isEqualTo("NORT");
  }

  private Status status(String card) {
    Bank.CardView view = north.bank.card(card);
    assertThat(view).isNotNull();
    return view.status();
  }

  @Test
  void cardsAreRefused() {
    String account = north.openAccount(0);
    assertThat(north.apply(new Command.IssueCard(north.id(), account, 2026 * 12 + 9, 0, 0)))
        .isEqualTo(north.refused(Refusal.CARD_EXPIRED));
    assertThat(north.apply(new Command.IssueCard(north.id(), account, EXPIRES, -1, 0)))
        .isEqualTo(north.refused(Refusal.AMOUNT_INVALID));
    String unknown = new AccountNumber("NORT", 77).toString();
    assertThat(north.apply(new Command.IssueCard(north.id(), unknown, EXPIRES, 0, 0)))
        .isEqualTo(north.refused(Refusal.ACCOUNT_UNKNOWN));
    assertThat(north.apply(new Command.SetPin("1", RIGHT)))
        .isEqualTo(north.refused(Refusal.CARD_MALFORMED));
    assertThat(north.apply(new Command.SetPin(CardNumber.of("999001", 9), RIGHT)))
        .isEqualTo(north.refused(Refusal.CARD_UNKNOWN));
    assertThat(north.apply(new Command.BlockCard(CardNumber.of("123456", 9))))
        .isEqualTo(north.refused(Refusal.CARD_ISSUER_UNKNOWN));
  }

  @Test
  void machinesAndPartnersAreKnownByNameAndKey() {
    assertThat(north.apply(new Command.AddMachine("a", key(1)))).isEqualTo(DONE);
    assertThat(north.apply(new Command.AddMachine("a", key(1)))).isEqualTo(DONE);
    assertThat(north.apply(new Command.AddMachine("a", key(2))))
        .isEqualTo(north.refused(Refusal.ALREADY_EXISTS));
    assertThat(north.apply(new Command.AddMachine("b", key(1))))
        .isEqualTo(north.refused(Refusal.ALREADY_EXISTS));
    Command south = new Command.AddPartner("SOUT", key(9), "999002", 100);
    assertThat(north.apply(south)).isEqualTo(DONE);
    assertThat(north.apply(south)).isEqualTo(DONE);
    for (Command taken :
        new Command[] {
          new Command.AddPartner("SOUT", key(9), "999002", 101),
          new Command.AddPartner("EAST", key(9), "999003", 100),
          new Command.AddPartner("EAST", key(8), "999002", 100),
          new Command.AddPartner("EAST", key(8), "999001", 100),
          new Command.AddPartner("NORT", key(8), "999003", 100)
        }) {
      assertThat(north.apply(taken)).isEqualTo(north.refused(Refusal.ALREADY_EXISTS));
    }
    assertThat(north.apply(new Command.AddPartner("EAST", key(8), "999003", -1)))
        .isEqualTo(north.refused(Refusal.AMOUNT_INVALID));
    assertThat(north.apply(new Command.UpdatePartner("EAST", 1, true)))
        .isEqualTo(north.refused(Refusal.PARTNER_UNKNOWN));
    assertThat(north.apply(new Command.UpdatePartner("SOUT", 7, true))).isEqualTo(DONE);
    Bank.PartnerView view = north.bank.position("SOUT");
    assertThat(view).isNotNull();
    assertThat(view.netDebitCap()).isEqualTo(7);
    assertThat(view.suspended()).isTrue();
  }

  @Test
  void cashMovesBetweenVaultAndMachine() {
    north.addMachine("a", 1, 1_000);
    assertThat(north.apply(new Command.LoadCash(north.id(), "a", 1)))
        .isEqualTo(north.refused(Refusal.CASH_INSUFFICIENT));
    assertThat(north.apply(new Command.LoadCash(north.id(), "a", -400))).isEqualTo(DONE);
    assertThat(north.apply(new Command.LoadCash(north.id(), "a", -601)))
        .isEqualTo(north.refused(Refusal.CASH_INSUFFICIENT));
    assertThat(north.apply(new Command.LoadCash(north.id(), "b", 1)))
        .isEqualTo(north.refused(Refusal.MACHINE_UNKNOWN));
    assertThat(north.apply(new Command.LoadCash(north.id(), "a", 0)))
        .isEqualTo(north.refused(Refusal.AMOUNT_INVALID));
    assertThat(north.apply(new Command.LoadCash(north.id(), "a", Long.MIN_VALUE)))
        .isEqualTo(north.refused(Refusal.AMOUNT_INVALID));
    assertThat(north.apply(new Command.FundVault(north.id(), 0)))
        .isEqualTo(north.refused(Refusal.AMOUNT_INVALID));
    assertThat(north.bank.machines().getFirst().cash()).isEqualTo(600);
  }
}
