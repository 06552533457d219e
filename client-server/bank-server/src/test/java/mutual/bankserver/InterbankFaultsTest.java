package mutual.bankserver;

import static mutual.bankserver.TestTown.DEPOSIT;
import static mutual.bankserver.TestTown.FEE;
import static mutual.bankserver.TestTown.PIN;
import static mutual.bankserver.TestTown.account;
import static mutual.bankserver.TestTown.await;
import static mutual.bankserver.TestTown.state;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import mutual.bank.ExchangeView.State;
import mutual.contracts.bank.v1.CardHolder;
import mutual.contracts.bank.v1.Refusal;
import mutual.middleware.RequestIds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Withdrawals and transfers between two banks while one of them is away, restarts or is not it. */
final class InterbankFaultsTest {
  @TempDir Path folder;
  private TestTown town;

  @BeforeEach
  void open() {
    town = new TestTown(folder);
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void theIssuerIsDownThenBack() {
    UUID id = RequestIds.next();
    CardHolder holder = town.northMachine.holder(town.southCard, id, PIN);
    BankServerConfig south = town.stopSouth();
    var response =
        town.northMachine
            .bank()
            .authoriseWithdrawal(town.northMachine.request(id, holder, 5000, FEE, "EUR"));
    assertThat(response.getRefusal()).isEqualTo(Refusal.REFUSAL_ISSUER_UNAVAILABLE);
    assertThat(state(town.north, id)).isEqualTo(State.REVERSING);
    town.startSouth(south);
    await("the reversal is acknowledged", () -> state(town.north, id) == State.REVERSED);
    assertThat(account(town.south, town.southAccount).available()).isEqualTo(DEPOSIT);
    town.assertSettled();
  }

  @Test
  void theIssuerIsDownWhenTheMachineConfirms() {
    UUID id = RequestIds.next();
    assertThat(town.northMachine.authorise(id, town.southCard, PIN, 5000, FEE).getRefusal())
        .isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    BankServerConfig south = town.stopSouth();
    assertThat(town.northMachine.confirm(id, 5000)).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    assertThat(state(town.north, id)).isEqualTo(State.CONFIRMING);
    town.startSouth(south);
    assertThat(account(town.south, town.southAccount).held()).isIn(5000L + FEE, 0L);
    await("the confirmation is acknowledged", () -> state(town.north, id) == State.COMPLETED);
    assertThat(account(town.south, town.southAccount).balance()).isEqualTo(DEPOSIT - 5000 - FEE);
    town.assertSettled();
  }

  @Test
  void bothBanksRestartWithAWithdrawalOpen() {
    UUID id = RequestIds.next();
    var _ = town.northMachine.authorise(id, town.southCard, PIN, 5000, FEE);
    town.restartNorth();
    town.startSouth(town.stopSouth());
    assertThat(state(town.north, id)).isEqualTo(State.APPROVED);
    assertThat(town.northMachine.confirm(id, 5000)).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
    await("confirmed", () -> state(town.north, id) == State.COMPLETED);
    assertThat(account(town.south, town.southAccount).balance()).isEqualTo(DEPOSIT - 5000 - FEE);
    town.assertSettled();
  }

  @Test
  void aTransferIsPendingWhileTheOtherBankIsDown() {
    BankServerConfig south = town.stopSouth();
    UUID id = RequestIds.next();
    TransferOutcome outcome =
        town.north
            .office()
            .transfer(id, town.northAccount, town.southAccount, 12345, "EUR", "rent")
            .orThrow();
    assertThat(outcome.pending()).isTrue();
    assertThat(account(town.north, town.northAccount).available()).isEqualTo(DEPOSIT - 12345);
    assertThat(town.north.books().partner("SOUT").orElseThrow().reachable()).isFalse();
    town.startSouth(south);
    await("the transfer is accepted", () -> state(town.north, id) == State.COMPLETED);
    assertThat(account(town.south, town.southAccount).balance()).isEqualTo(DEPOSIT + 12345);
    assertThat(town.north.books().partner("SOUT").orElseThrow().reachable()).isTrue();
    town.assertSettled();
  }

  @Test
  void anImpostorAtTheRightAddressGetsNothing() {
    UUID id = RequestIds.next();
    CardHolder holder = town.northMachine.holder(town.southCard, id, PIN);
    BankServerConfig south = town.stopSouth();
    BankServerConfig mask =
        BankServerConfig.of(folder.resolve("impostor"), "SOUT", "Southbank", "999002")
            .withLimits(TestTown.LIMITS)
            .withPorts("127.0.0.1", south.nodePort(), 0);
    try (BankServer impostor = BankServer.start(mask)) {
      var _ =
          impostor
              .office()
              .addPartner(
                  "NORT",
                  "Northbank",
                  town.north.nodeId(),
                  "999001",
                  TestTown.CAP,
                  List.of("127.0.0.1:" + town.north.nodePort()))
              .orThrow();
      var response =
          town.northMachine
              .bank()
              .authoriseWithdrawal(town.northMachine.request(id, holder, 5000, FEE, "EUR"));
      assertThat(response.getRefusal()).isEqualTo(Refusal.REFUSAL_ISSUER_UNAVAILABLE);
      assertThat(impostor.books().exchanges(null, 10, false)).isEmpty();
    }
    town.startSouth(south);
    town.assertSettled();
  }

  @Test
  void aSuspendedPartnerIsNotAsked() {
    UUID id = RequestIds.next();
    CardHolder holder = town.northMachine.holder(town.southCard, id, PIN);
    var _ = town.north.office().updatePartner("SOUT", TestTown.CAP, true, List.of()).orThrow();
    var response =
        town.northMachine
            .bank()
            .authoriseWithdrawal(town.northMachine.request(id, holder, 5000, FEE, "EUR"));
    assertThat(response.getRefusal()).isEqualTo(Refusal.REFUSAL_PARTNER_SUSPENDED);
  }

  @Test
  void theCapHoldsWhatAPartnerMayOwe() {
    var _ =
        town.north
            .office()
            .updatePartner("SOUT", 5000, false, List.of("127.0.0.1:" + town.south.nodePort()))
            .orThrow();
    assertThat(
            town.northMachine
                .authorise(RequestIds.next(), town.southCard, PIN, 5000, FEE)
                .getRefusal())
        .isEqualTo(Refusal.REFUSAL_PARTNER_LIMIT_REACHED);
    town.assertSettled();
  }
}
