package mutual.bankserver;

import static mutual.bankserver.TestTown.DEPOSIT;
import static mutual.bankserver.TestTown.FEE;
import static mutual.bankserver.TestTown.PIN;
import static mutual.bankserver.TestTown.account;
import static mutual.bankserver.TestTown.await;
import static mutual.bankserver.TestTown.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import mutual.bank.ExchangeView;
import mutual.contracts.bank.v1.AuthoriseWithdrawalResponse;
import mutual.contracts.bank.v1.ChangePinRequest;
import mutual.contracts.bank.v1.DepositRequest;
import mutual.contracts.bank.v1.DepositResponse;
import mutual.contracts.bank.v1.IdentifyCardResponse;
import mutual.contracts.bank.v1.ListOwnAccountsRequest;
import mutual.contracts.bank.v1.MachineMovementsRequest;
import mutual.contracts.bank.v1.MachineTransferRequest;
import mutual.contracts.bank.v1.MachineTransferResponse;
import mutual.contracts.bank.v1.ReadBalanceRequest;
import mutual.contracts.bank.v1.ReadBalanceResponse;
import mutual.contracts.bank.v1.Refusal;
import mutual.contracts.bank.v1.ReportStatusRequest;
import mutual.contracts.bank.v1.ReportStatusResponse;
import mutual.middleware.RequestIds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a customer gets done at a cash machine, with two real banks over TLS. */
final class BankServerTest {
  @TempDir static Path folder;
  private static TestTown town;

  private String northAccount;
  private String northCard;
  private String southAccount;
  private String southCard;

  @BeforeAll
  static void open() {
    town = new TestTown(folder);
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @BeforeEach
  void newCustomers() {
    northAccount = TestTown.customer(town.north, "Demo Customer North");
    northCard = TestTown.card(town.north, northAccount);
    southAccount = TestTown.customer(town.south, "Demo Customer South");
    southCard = TestTown.card(town.south, southAccount);
  }

  @Test
  void ownCardWithdraws() {
    UUID id = RequestIds.next();
    AuthoriseWithdrawalResponse response = town.northMachine.authorise(id, northCard, PIN, 5000, 0);
    assertThat(response.getRefusal()).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    assertThat(response.getAvailable().getMinorUnits()).isEqualTo(DEPOSIT - 5000);
    assertThat(account(town.north, northAccount).balance()).isEqualTo(DEPOSIT);
    assertThat(town.northMachine.confirm(id, 5000)).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    assertThat(account(town.north, northAccount).balance()).isEqualTo(DEPOSIT - 5000);
    assertThat(state(town.north, id)).isEqualTo(ExchangeView.State.COMPLETED);
    town.assertSettled();
  }

  @Test
  void foreignCardWithdraws() {
    UUID id = RequestIds.next();
    IdentifyCardResponse card = town.northMachine.identify(southCard);
    assertThat(card.getOwn()).isFalse();
    assertThat(card.getIssuerName()).isEqualTo("Southbank");
    assertThat(card.getWithdrawalFee().getMinorUnits()).isEqualTo(FEE);
    AuthoriseWithdrawalResponse response =
        town.northMachine.authorise(id, southCard, PIN, 5000, FEE);
    assertThat(response.getRefusal()).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    assertThat(response.getAvailable().getMinorUnits()).isEqualTo(DEPOSIT - 5000 - FEE);
    assertThat(town.northMachine.confirm(id, 5000)).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    town.assertSettled();
    assertThat(account(town.south, southAccount).balance()).isEqualTo(DEPOSIT - 5000 - FEE);
    assertThat(state(town.north, id)).isEqualTo(ExchangeView.State.COMPLETED);
    assertThat(state(town.south, id)).isEqualTo(ExchangeView.State.COMPLETED);
  }

  @Test
  void foreignCardGetsLessThanAsked() {
    UUID id = RequestIds.next();
    var _ = town.northMachine.authorise(id, southCard, PIN, 5000, FEE);
    assertThat(town.northMachine.confirm(id, 2000)).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    town.assertSettled();
    assertThat(account(town.south, southAccount).balance()).isEqualTo(DEPOSIT - 2000 - FEE);
    assertThat(account(town.south, southAccount).held()).isZero();
  }

  @Test
  void reversedWithdrawalTakesNothing() {
    UUID id = RequestIds.next();
    var _ = town.northMachine.authorise(id, southCard, PIN, 5000, FEE);
    assertThat(town.northMachine.reverse(id)).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    town.assertSettled();
    assertThat(account(town.south, southAccount).available()).isEqualTo(DEPOSIT);
    assertThat(state(town.south, id)).isEqualTo(ExchangeView.State.REVERSED);
  }

  @Test
  void repeatedRequestsCountOnce() {
    UUID id = RequestIds.next();
    var request =
        town.northMachine.request(
            id, town.northMachine.holder(southCard, id, PIN), 5000, FEE, "EUR");
    assertThat(town.northMachine.bank().authoriseWithdrawal(request).getRefusal())
        .isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    assertThat(town.northMachine.bank().authoriseWithdrawal(request).getRefusal())
        .isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    assertThat(town.northMachine.confirm(id, 5000)).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    assertThat(town.northMachine.confirm(id, 5000)).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    town.assertSettled();
    assertThat(account(town.south, southAccount).balance()).isEqualTo(DEPOSIT - 5000 - FEE);
  }

  @Test
  void anotherAmountUnderTheSameIdIsRefused() {
    UUID id = RequestIds.next();
    var _ = town.northMachine.authorise(id, northCard, PIN, 5000, 0);
    assertThat(town.northMachine.authorise(id, northCard, PIN, 6000, 0).getRefusal())
        .isEqualTo(Refusal.REFUSAL_ID_REUSED);
    assertThat(town.northMachine.reverse(id)).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    town.assertSettled();
  }

  @Test
  void amountsThatAreNoAmountsAreRefused() {
    for (long amount : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      for (String card : List.of(northCard, southCard)) {
        UUID id = RequestIds.next();
        long fee = card.equals(northCard) ? 0 : FEE;
        assertThat(town.northMachine.authorise(id, card, PIN, amount, fee).getRefusal())
            .as("amount %d", amount)
            .isEqualTo(Refusal.REFUSAL_AMOUNT_INVALID);
      }
    }
  }

  @Test
  void anotherCurrencyIsRefused() {
    UUID id = RequestIds.next();
    var request =
        town.northMachine.request(id, town.northMachine.holder(northCard, id, PIN), 5000, 0, "USD");
    assertThat(town.northMachine.bank().authoriseWithdrawal(request).getRefusal())
        .isEqualTo(Refusal.REFUSAL_CURRENCY_WRONG);
  }

  @Test
  void aFeeThatWasNotAcceptedIsNotTaken() {
    assertThat(town.northMachine.authorise(RequestIds.next(), southCard, PIN, 5000, 0).getRefusal())
        .isEqualTo(Refusal.REFUSAL_FEE_NOT_ACCEPTED);
  }

  @Test
  void malformedAndUnknownCardsAreRefused() {
    assertThat(town.northMachine.identify("12345").getRefusal())
        .isEqualTo(Refusal.REFUSAL_CARD_MALFORMED);
    assertThat(town.northMachine.identify(northCard.substring(0, 15) + "x").getRefusal())
        .isEqualTo(Refusal.REFUSAL_CARD_MALFORMED);
    assertThat(town.northMachine.identify("4000000000000002").getRefusal())
        .isEqualTo(Refusal.REFUSAL_CARD_ISSUER_UNKNOWN);
    assertThat(town.northMachine.identify(withLuhn("999001999999999")).getRefusal())
        .isEqualTo(Refusal.REFUSAL_CARD_UNKNOWN);
    String unknown = withLuhn("999002999999999");
    assertThat(town.northMachine.authorise(RequestIds.next(), unknown, PIN, 5000, FEE).getRefusal())
        .isEqualTo(Refusal.REFUSAL_CARD_UNKNOWN);
    assertThatThrownBy(() -> town.northMachine.identify("1".repeat(1000)))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
  }

  private static String withLuhn(String digits) {
    for (int check = 0; check < 10; check++) {
      if (CardNumbers.wellFormed(digits + check)) {
        return digits + check;
      }
    }
    throw new AssertionError(digits);
  }

  @Test
  void threeWrongPinsBlockTheCardAtBothBanks() {
    for (String card : List.of(northCard, southCard)) {
      long fee = card.equals(northCard) ? 0 : FEE;
      for (int left = 2; left >= 0; left--) {
        var response = town.northMachine.authorise(RequestIds.next(), card, "1357", 5000, fee);
        assertThat(response.getRefusal()).isEqualTo(Refusal.REFUSAL_PIN_WRONG);
        assertThat(response.getPinTriesLeft()).isEqualTo(left);
      }
      UUID id = RequestIds.next();
      BankServer issuer = card.equals(northCard) ? town.north : town.south;
      assertThat(issuer.books().card(card).orElseThrow().card().status())
          .isEqualTo(mutual.bank.Bank.CardView.Status.PIN_BLOCKED);
      if (card.equals(southCard)) {
        assertThat(town.northMachine.authorise(id, card, PIN, 5000, fee).getRefusal())
            .isEqualTo(Refusal.REFUSAL_CARD_BLOCKED);
      } else {
        assertThat(town.northMachine.identify(card).getRefusal())
            .isEqualTo(Refusal.REFUSAL_CARD_BLOCKED);
      }
    }
  }

  @Test
  void aPinSealedForAnotherRequestIsWrong() {
    var stolen = town.northMachine.holder(southCard, RequestIds.next(), PIN);
    UUID id = RequestIds.next();
    var request = town.northMachine.request(id, stolen, 5000, FEE, "EUR");
    assertThat(town.northMachine.bank().authoriseWithdrawal(request).getRefusal())
        .isEqualTo(Refusal.REFUSAL_PIN_WRONG);
    assertThat(town.south.books().card(southCard).orElseThrow().card().pinTriesLeft()).isEqualTo(3);
  }

  @Test
  void balanceIsToldAtBothBanks() {
    for (String card : List.of(northCard, southCard)) {
      UUID id = RequestIds.next();
      ReadBalanceResponse response =
          town.northMachine
              .bank()
              .readBalance(
                  ReadBalanceRequest.newBuilder()
                      .setId(id.toString())
                      .setHolder(town.northMachine.holder(card, id, PIN))
                      .build());
      assertThat(response.getRefusal()).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
      assertThat(response.getAvailable().getMinorUnits()).isEqualTo(DEPOSIT);
    }
  }

  @Test
  void notesAreDeposited() {
    UUID id = RequestIds.next();
    DepositRequest request =
        DepositRequest.newBuilder()
            .setId(id.toString())
            .setHolder(town.northMachine.holder(northCard, id, PIN))
            .setAmount(Wire.money(7500, "EUR"))
            .build();
    DepositResponse response = town.northMachine.bank().deposit(request);
    assertThat(response.getRefusal()).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    assertThat(response.getAvailable().getMinorUnits()).isEqualTo(DEPOSIT + 7500);
    assertThat(town.northMachine.bank().deposit(request)).isEqualTo(response);
    assertThat(account(town.north, northAccount).balance()).isEqualTo(DEPOSIT + 7500);
    town.assertSettled();
  }

  @Test
  void customersSeeTheirAccountsAndLatestMovement() {
    UUID id = RequestIds.next();
    var _ = town.northMachine.authorise(id, northCard, PIN, 5000, 0);
    assertThat(town.northMachine.confirm(id, 5000)).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    UUID list = RequestIds.next();
    var movements =
        town.northMachine
            .bank()
            .listMovements(
                MachineMovementsRequest.newBuilder()
                    .setId(list.toString())
                    .setHolder(town.northMachine.holder(northCard, list, PIN))
                    .build());
    assertThat(movements.getMovementsList()).hasSize(2);
    assertThat(movements.getMovements(0).getAmount().getMinorUnits()).isEqualTo(-5000);
    assertThat(movements.getMovements(0).getBalanceAfter().getMinorUnits())
        .isEqualTo(DEPOSIT - 5000);
    UUID accounts = RequestIds.next();
    assertThat(
            town.northMachine
                .bank()
                .listOwnAccounts(
                    ListOwnAccountsRequest.newBuilder()
                        .setId(accounts.toString())
                        .setHolder(town.northMachine.holder(northCard, accounts, PIN))
                        .build())
                .getAccountsList())
        .singleElement()
        .satisfies(own -> assertThat(own.getNumber()).isEqualTo(northAccount));
  }

  @Test
  void moneyGoesToTheOtherBankAndBack() {
    MachineTransferResponse there = transfer(town.northMachine, northCard, southAccount, 12345);
    assertThat(there.getRefusal()).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    assertThat(there.getPending()).isFalse();
    assertThat(there.getAvailable().getMinorUnits()).isEqualTo(DEPOSIT - 12345);
    assertThat(account(town.south, southAccount).balance()).isEqualTo(DEPOSIT + 12345);
    assertThat(transfer(town.southMachine, southCard, northAccount, 12345).getRefusal())
        .isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    assertThat(account(town.north, northAccount).balance()).isEqualTo(DEPOSIT);
    town.assertSettled();
  }

  @Test
  void aTransferToNobodyIsRefusedAndNothingIsTaken() {
    String nobody = account(town.south, southAccount).number();
    var _ = town.south.office().closeAccount(emptied(nobody)).orThrow();
    assertThat(transfer(town.northMachine, northCard, nobody, 100).getRefusal())
        .isEqualTo(Refusal.REFUSAL_ACCOUNT_CLOSED);
    assertThat(transfer(town.northMachine, northCard, "XM00NORT0000000001", 100).getRefusal())
        .isEqualTo(Refusal.REFUSAL_ACCOUNT_MALFORMED);
    await("the hold is gone", () -> account(town.north, northAccount).available() == DEPOSIT);
    town.assertSettled();
  }

  private static String emptied(String account) {
    var _ =
        town.south
            .office()
            .transfer(
                RequestIds.next(), account, town.southAccount, DEPOSIT, "EUR", "before closing")
            .orThrow();
    return account;
  }

  private static MachineTransferResponse transfer(
      TestMachine machine, String card, String to, long amount) {
    UUID id = RequestIds.next();
    return machine
        .bank()
        .transfer(
            MachineTransferRequest.newBuilder()
                .setId(id.toString())
                .setHolder(machine.holder(card, id, PIN))
                .setToAccount(to)
                .setAmount(Wire.money(amount, "EUR"))
                .setReference("rent")
                .build());
  }

  @Test
  void pinIsChanged() {
    UUID id = RequestIds.next();
    var key = town.northMachine.identify(northCard).getPinKey();
    ChangePinRequest unfit = change(id, key, "1234");
    assertThat(town.northMachine.bank().changePin(unfit).getRefusal())
        .isEqualTo(Refusal.REFUSAL_PIN_UNFIT);
    UUID second = RequestIds.next();
    assertThat(town.northMachine.bank().changePin(change(second, key, "804213")).getRefusal())
        .isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    assertThat(town.northMachine.authorise(RequestIds.next(), northCard, PIN, 1000, 0).getRefusal())
        .isEqualTo(Refusal.REFUSAL_PIN_WRONG);
    UUID last = RequestIds.next();
    assertThat(town.northMachine.authorise(last, northCard, "804213", 1000, 0).getRefusal())
        .isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    assertThat(town.northMachine.reverse(last)).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
  }

  private ChangePinRequest change(UUID id, mutual.contracts.bank.v1.PinKey key, String fresh) {
    return ChangePinRequest.newBuilder()
        .setId(id.toString())
        .setHolder(town.northMachine.holder(northCard, id, PIN))
        .setNewPin(TestMachine.seal(key, northCard, id, fresh))
        .build();
  }

  @Test
  void cardsOfOtherBanksGetNoMoreThanCashAndBalance() {
    UUID id = RequestIds.next();
    assertThat(
            town.northMachine
                .bank()
                .deposit(
                    DepositRequest.newBuilder()
                        .setId(id.toString())
                        .setHolder(town.northMachine.holder(southCard, id, PIN))
                        .setAmount(Wire.money(7500, "EUR"))
                        .build())
                .getRefusal())
        .isEqualTo(Refusal.REFUSAL_SERVICE_NOT_OFFERED);
  }

  @Test
  void aMachineReportsAndIsToldWhereItIs() {
    ReportStatusResponse response =
        town.northMachine
            .bank()
            .reportStatus(
                ReportStatusRequest.newBuilder()
                    .setStatus("IN_SERVICE")
                    .setCounted(
                        Wire.money(
                            town.north.books().machine("north-1").orElseThrow().machine().cash(),
                            "EUR"))
                    .build());
    assertThat(response.getMachine()).isEqualTo("north-1");
    assertThat(response.getPlace()).isEqualTo("Main Street 1");
    MachineEntry entry = town.north.books().machine("north-1").orElseThrow();
    assertThat(entry.report()).isNotNull();
  }
}
