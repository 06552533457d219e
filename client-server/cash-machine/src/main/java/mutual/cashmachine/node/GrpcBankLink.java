package mutual.cashmachine.node;

import io.grpc.StatusRuntimeException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import mutual.cashmachine.BankAnswer;
import mutual.cashmachine.BankRequest;
import mutual.cashmachine.Cassette;
import mutual.cashmachine.DeviceReport;
import mutual.cashmachine.MachineStatus;
import mutual.contracts.bank.v1.AuthoriseWithdrawalRequest;
import mutual.contracts.bank.v1.AuthoriseWithdrawalResponse;
import mutual.contracts.bank.v1.CardHolder;
import mutual.contracts.bank.v1.CashMachineGrpc;
import mutual.contracts.bank.v1.CashMachineGrpc.CashMachineBlockingStub;
import mutual.contracts.bank.v1.ChangePinRequest;
import mutual.contracts.bank.v1.ChangePinResponse;
import mutual.contracts.bank.v1.ConfirmWithdrawalRequest;
import mutual.contracts.bank.v1.DepositRequest;
import mutual.contracts.bank.v1.DepositResponse;
import mutual.contracts.bank.v1.IdentifyCardRequest;
import mutual.contracts.bank.v1.IdentifyCardResponse;
import mutual.contracts.bank.v1.ListOwnAccountsRequest;
import mutual.contracts.bank.v1.ListOwnAccountsResponse;
import mutual.contracts.bank.v1.MachineCassette;
import mutual.contracts.bank.v1.MachineMovementsRequest;
import mutual.contracts.bank.v1.MachineMovementsResponse;
import mutual.contracts.bank.v1.MachineTransferRequest;
import mutual.contracts.bank.v1.MachineTransferResponse;
import mutual.contracts.bank.v1.Money;
import mutual.contracts.bank.v1.ReadBalanceRequest;
import mutual.contracts.bank.v1.ReadBalanceResponse;
import mutual.contracts.bank.v1.Refusal;
import mutual.contracts.bank.v1.ReportStatusRequest;
import mutual.contracts.bank.v1.ReverseWithdrawalRequest;
import mutual.middleware.NodeClient;
import mutual.middleware.NodeId;

/** The bank by the contract {@code mutual.bank.v1.CashMachine}. */
final class GrpcBankLink implements BankLink {
  /** Shorter than the machine waits, so that the answer "none" comes from here. */
  private static final int DEADLINE_SECONDS = 25;

  /** The number of tries left, where the contract does not tell it. */
  private static final int TRIES_NOT_TOLD = -1;

  private final NodeClient client;
  private final NodeId bank;
  private final String currency;

  GrpcBankLink(NodeClient client, NodeId bank, String currency) {
    this.client = client;
    this.bank = bank;
    this.currency = currency;
  }

  @Override
  public BankAnswer ask(BankRequest request) throws SilentException {
    try {
      CashMachineBlockingStub stub = stub();
      return switch (request) {
        case BankRequest.IdentifyCard r -> identify(stub, r);
        case BankRequest.ReadBalance r -> balance(stub, r);
        case BankRequest.Authorise r -> authorise(stub, r);
        case BankRequest.Confirm r ->
            doneOr(
                stub.confirmWithdrawal(
                        ConfirmWithdrawalRequest.newBuilder()
                            .setId(r.id().toString())
                            .setDispensed(money(r.dispensed()))
                            .build())
                    .getRefusal());
        case BankRequest.Reverse r ->
            doneOr(
                stub.reverseWithdrawal(
                        ReverseWithdrawalRequest.newBuilder().setId(r.id().toString()).build())
                    .getRefusal());
        case BankRequest.Deposit r -> deposit(stub, r);
        case BankRequest.ListAccounts r -> accounts(stub, r);
        case BankRequest.Transfer r -> transfer(stub, r);
        case BankRequest.ListMovements r -> movements(stub, r);
        case BankRequest.ChangePin r -> changePin(stub, r);
      };
    } catch (StatusRuntimeException e) {
      throw new SilentException(e.getStatus().toString(), e);
    }
  }

  @Override
  public void report(MachineStatus status, DeviceReport devices) throws SilentException {
    ReportStatusRequest.Builder request =
        ReportStatusRequest.newBuilder()
            .setStatus(status.service().name())
            .setCounted(money(devices.everything().total()));
    for (Cassette cassette : devices.cassettes()) {
      request.addCassettes(
          MachineCassette.newBuilder()
              .setDenomination(money(cassette.denomination()))
              .setNotes(cassette.notes())
              .setCapacity(cassette.capacity()));
    }
    try {
      var _ = stub().reportStatus(request.build());
    } catch (StatusRuntimeException e) {
      throw new SilentException(e.getStatus().toString(), e);
    }
  }

  private CashMachineBlockingStub stub() {
    return client
        .stub(bank, CashMachineGrpc::newBlockingStub)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private BankAnswer identify(CashMachineBlockingStub stub, BankRequest.IdentifyCard r) {
    IdentifyCardResponse response =
        stub.identifyCard(IdentifyCardRequest.newBuilder().setCardNumber(r.cardNumber()).build());
    return refused(response.getRefusal())
        ? refusal(response.getRefusal(), TRIES_NOT_TOLD)
        : new BankAnswer.CardIdentified(
            response.getIssuerName(),
            response.getOwn(),
            response.getPinKey(),
            response.getWithdrawalFee().getMinorUnits());
  }

  private BankAnswer balance(CashMachineBlockingStub stub, BankRequest.ReadBalance r) {
    ReadBalanceResponse response =
        stub.readBalance(
            ReadBalanceRequest.newBuilder()
                .setId(r.id().toString())
                .setHolder(holder(r.holder()))
                .setAccount(r.account())
                .build());
    return refused(response.getRefusal())
        ? refusal(response.getRefusal(), response.getPinTriesLeft())
        : new BankAnswer.Balance(
            response.getAccount(),
            response.getBalance().getMinorUnits(),
            response.getAvailable().getMinorUnits());
  }

  private BankAnswer authorise(CashMachineBlockingStub stub, BankRequest.Authorise r) {
    AuthoriseWithdrawalResponse response =
        stub.authoriseWithdrawal(
            AuthoriseWithdrawalRequest.newBuilder()
                .setId(r.id().toString())
                .setHolder(holder(r.holder()))
                .setAmount(money(r.amount()))
                .setAcceptedFee(money(r.acceptedFee()))
                .build());
    return refused(response.getRefusal())
        ? refusal(response.getRefusal(), response.getPinTriesLeft())
        : new BankAnswer.Approved(available(response.hasAvailable(), response.getAvailable()));
  }

  private BankAnswer deposit(CashMachineBlockingStub stub, BankRequest.Deposit r) {
    DepositResponse response =
        stub.deposit(
            DepositRequest.newBuilder()
                .setId(r.id().toString())
                .setHolder(holder(r.holder()))
                .setAmount(money(r.amount()))
                .setAccount(r.account())
                .build());
    return refused(response.getRefusal())
        ? refusal(response.getRefusal(), TRIES_NOT_TOLD)
        : new BankAnswer.DepositBooked(available(response.hasAvailable(), response.getAvailable()));
  }

  private BankAnswer accounts(CashMachineBlockingStub stub, BankRequest.ListAccounts r) {
    ListOwnAccountsResponse response =
        stub.listOwnAccounts(
            ListOwnAccountsRequest.newBuilder()
                .setId(r.id().toString())
                .setHolder(holder(r.holder()))
                .build());
    return refused(response.getRefusal())
        ? refusal(response.getRefusal(), TRIES_NOT_TOLD)
        : new BankAnswer.Accounts(
            response.getAccountsList().stream()
                .map(
                    a ->
                        new BankAnswer.OwnAccount(
                            a.getNumber(),
                            a.getBalance().getMinorUnits(),
                            a.getAvailable().getMinorUnits()))
                .toList());
  }

  private BankAnswer transfer(CashMachineBlockingStub stub, BankRequest.Transfer r) {
    MachineTransferResponse response =
        stub.transfer(
            MachineTransferRequest.newBuilder()
                .setId(r.id().toString())
                .setHolder(holder(r.holder()))
                .setFromAccount(r.fromAccount())
                .setToAccount(r.toAccount())
                .setAmount(money(r.amount()))
                .setReference(r.reference())
                .build());
    return refused(response.getRefusal())
        ? refusal(response.getRefusal(), TRIES_NOT_TOLD)
        : new BankAnswer.Transferred(
            response.getPending(), available(response.hasAvailable(), response.getAvailable()));
  }

  private BankAnswer movements(CashMachineBlockingStub stub, BankRequest.ListMovements r) {
    MachineMovementsResponse response =
        stub.listMovements(
            MachineMovementsRequest.newBuilder()
                .setId(r.id().toString())
                .setHolder(holder(r.holder()))
                .setAccount(r.account())
                .build());
    return refused(response.getRefusal())
        ? refusal(response.getRefusal(), TRIES_NOT_TOLD)
        : new BankAnswer.Movements(
            response.getMovementsList().stream()
                .map(
                    m ->
                        new BankAnswer.Movement(
                            m.getTime(),
                            m.getAmount().getMinorUnits(),
                            m.getKind(),
                            m.getReference(),
                            m.getBalanceAfter().getMinorUnits()))
                .toList());
  }

  private BankAnswer changePin(CashMachineBlockingStub stub, BankRequest.ChangePin r) {
    ChangePinResponse response =
        stub.changePin(
            ChangePinRequest.newBuilder()
                .setId(r.id().toString())
                .setHolder(holder(r.holder()))
                .setNewPin(r.newPin())
                .build());
    return refused(response.getRefusal())
        ? refusal(response.getRefusal(), response.getPinTriesLeft())
        : new BankAnswer.Done();
  }

  private static BankAnswer doneOr(Refusal refusal) {
    return refused(refusal) ? refusal(refusal, TRIES_NOT_TOLD) : new BankAnswer.Done();
  }

  private static boolean refused(Refusal refusal) {
    return refusal != Refusal.REFUSAL_UNSPECIFIED;
  }

  private static BankAnswer refusal(Refusal refusal, int pinTriesLeft) {
    return new BankAnswer.Refused(refusal, pinTriesLeft);
  }

  private static OptionalLong available(boolean told, Money money) {
    return told ? OptionalLong.of(money.getMinorUnits()) : OptionalLong.empty();
  }

  private static CardHolder holder(BankRequest.Holder holder) {
    return CardHolder.newBuilder().setCardNumber(holder.cardNumber()).setPin(holder.pin()).build();
  }

  private Money money(long minorUnits) {
    return Money.newBuilder().setMinorUnits(minorUnits).setCurrency(currency).build();
  }
}
