package mutual.bankserver;

import static mutual.bankserver.Answers.answer;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;
import mutual.bank.Refusal;
import mutual.contracts.bank.v1.AuthoriseWithdrawalRequest;
import mutual.contracts.bank.v1.AuthoriseWithdrawalResponse;
import mutual.contracts.bank.v1.CashMachineGrpc;
import mutual.contracts.bank.v1.ChangePinRequest;
import mutual.contracts.bank.v1.ChangePinResponse;
import mutual.contracts.bank.v1.ConfirmWithdrawalRequest;
import mutual.contracts.bank.v1.ConfirmWithdrawalResponse;
import mutual.contracts.bank.v1.DepositRequest;
import mutual.contracts.bank.v1.DepositResponse;
import mutual.contracts.bank.v1.IdentifyCardRequest;
import mutual.contracts.bank.v1.IdentifyCardResponse;
import mutual.contracts.bank.v1.ListOwnAccountsRequest;
import mutual.contracts.bank.v1.ListOwnAccountsResponse;
import mutual.contracts.bank.v1.MachineMovement;
import mutual.contracts.bank.v1.MachineMovementsRequest;
import mutual.contracts.bank.v1.MachineMovementsResponse;
import mutual.contracts.bank.v1.MachineTransferRequest;
import mutual.contracts.bank.v1.MachineTransferResponse;
import mutual.contracts.bank.v1.OwnAccount;
import mutual.contracts.bank.v1.ReadBalanceRequest;
import mutual.contracts.bank.v1.ReadBalanceResponse;
import mutual.contracts.bank.v1.ReportStatusRequest;
import mutual.contracts.bank.v1.ReportStatusResponse;
import mutual.contracts.bank.v1.ReverseWithdrawalRequest;
import mutual.contracts.bank.v1.ReverseWithdrawalResponse;
import mutual.middleware.Caller;

/** What cash machines ask. Which machine asks is told by the connection's key. */
final class CashMachineService extends CashMachineGrpc.CashMachineImplBase {
  private final Callers callers;
  private final MachineDesk desk;
  private final MachineReports reports;

  CashMachineService(Callers callers, MachineDesk desk, MachineReports reports) {
    this.callers = callers;
    this.desk = desk;
    this.reports = reports;
  }

  @Override
  public void identifyCard(
      IdentifyCardRequest request, StreamObserver<IdentifyCardResponse> observer) {
    answer(
        observer,
        () -> {
          var _ = machine();
          return switch (desk.identify(request.getCardNumber())) {
            case Outcome.Done<IdentifyCardResponse>(IdentifyCardResponse card) -> card;
            case Outcome.Refused<IdentifyCardResponse>(Refusal refusal, int _) ->
                IdentifyCardResponse.newBuilder().setRefusal(Wire.refusal(refusal)).build();
          };
        });
  }

  @Override
  public void readBalance(
      ReadBalanceRequest request, StreamObserver<ReadBalanceResponse> observer) {
    answer(
        observer,
        () -> {
          Outcome<ReadBalanceResponse> outcome =
              desk.balance(
                  machine(),
                  id(request.getId()),
                  request.getHolder(),
                  Wire.wordOrNull(request.getAccount(), "account"));
          return switch (outcome) {
            case Outcome.Done<ReadBalanceResponse>(ReadBalanceResponse balance) -> balance;
            case Outcome.Refused<ReadBalanceResponse>(Refusal refusal, int tries) ->
                ReadBalanceResponse.newBuilder()
                    .setRefusal(Wire.refusal(refusal))
                    .setPinTriesLeft(Math.max(0, tries))
                    .build();
          };
        });
  }

  @Override
  public void authoriseWithdrawal(
      AuthoriseWithdrawalRequest request, StreamObserver<AuthoriseWithdrawalResponse> observer) {
    answer(
        observer,
        () -> {
          String currency = Wire.currency(request.getAmount(), "amount");
          if (request.hasAcceptedFee()
              && !Wire.currency(request.getAcceptedFee(), "accepted_fee").equals(currency)) {
            throw new IllegalArgumentException("accepted_fee: not in the amount's currency");
          }
          Outcome<Long> outcome =
              desk.withdraw(
                  machine(),
                  id(request.getId()),
                  request.getHolder(),
                  request.getAmount().getMinorUnits(),
                  currency,
                  request.getAcceptedFee().getMinorUnits());
          return switch (outcome) {
            case Outcome.Done<Long>(Long available) ->
                AuthoriseWithdrawalResponse.newBuilder()
                    .setAvailable(Wire.money(available, currency))
                    .build();
            case Outcome.Refused<Long>(Refusal refusal, int tries) ->
                AuthoriseWithdrawalResponse.newBuilder()
                    .setRefusal(Wire.refusal(refusal))
                    .setPinTriesLeft(Math.max(0, tries))
                    .build();
          };
        });
  }

  @Override
  public void confirmWithdrawal(
      ConfirmWithdrawalRequest request, StreamObserver<ConfirmWithdrawalResponse> observer) {
    answer(
        observer,
        () -> {
          Outcome<Boolean> outcome =
              desk.confirm(
                  machine(),
                  id(request.getId()),
                  request.getDispensed().getMinorUnits(),
                  Wire.currency(request.getDispensed(), "dispensed"));
          return switch (outcome) {
            case Outcome.Done<Boolean> _ -> ConfirmWithdrawalResponse.getDefaultInstance();
            case Outcome.Refused<Boolean>(Refusal refusal, int _) ->
                ConfirmWithdrawalResponse.newBuilder().setRefusal(Wire.refusal(refusal)).build();
          };
        });
  }

  @Override
  public void reverseWithdrawal(
      ReverseWithdrawalRequest request, StreamObserver<ReverseWithdrawalResponse> observer) {
    answer(
        observer,
        () ->
            switch (desk.reverse(machine(), id(request.getId()))) {
              case Outcome.Done<Boolean> _ -> ReverseWithdrawalResponse.getDefaultInstance();
              case Outcome.Refused<Boolean>(Refusal refusal, int _) ->
                  ReverseWithdrawalResponse.newBuilder().setRefusal(Wire.refusal(refusal)).build();
            });
  }

  @Override
  public void deposit(DepositRequest request, StreamObserver<DepositResponse> observer) {
    answer(
        observer,
        () -> {
          String currency = Wire.currency(request.getAmount(), "amount");
          Outcome<Long> outcome =
              desk.deposit(
                  machine(),
                  id(request.getId()),
                  request.getHolder(),
                  request.getAmount().getMinorUnits(),
                  currency,
                  Wire.wordOrNull(request.getAccount(), "account"));
          return switch (outcome) {
            case Outcome.Done<Long>(Long available) ->
                DepositResponse.newBuilder().setAvailable(Wire.money(available, currency)).build();
            case Outcome.Refused<Long>(Refusal refusal, int _) ->
                DepositResponse.newBuilder().setRefusal(Wire.refusal(refusal)).build();
          };
        });
  }

  @Override
  public void listOwnAccounts(
      ListOwnAccountsRequest request, StreamObserver<ListOwnAccountsResponse> observer) {
    answer(
        observer,
        () ->
            switch (desk.accounts(machine(), id(request.getId()), request.getHolder())) {
              case Outcome.Done<List<OwnAccount>>(List<OwnAccount> accounts) ->
                  ListOwnAccountsResponse.newBuilder().addAllAccounts(accounts).build();
              case Outcome.Refused<List<OwnAccount>>(Refusal refusal, int _) ->
                  ListOwnAccountsResponse.newBuilder().setRefusal(Wire.refusal(refusal)).build();
            });
  }

  @Override
  public void transfer(
      MachineTransferRequest request, StreamObserver<MachineTransferResponse> observer) {
    answer(
        observer,
        () -> {
          String currency = Wire.currency(request.getAmount(), "amount");
          Outcome<MachineDesk.CardTransferred> outcome =
              desk.transfer(
                  machine(),
                  id(request.getId()),
                  request.getHolder(),
                  Wire.wordOrNull(request.getFromAccount(), "from_account"),
                  Wire.word(request.getToAccount(), "to_account"),
                  request.getAmount().getMinorUnits(),
                  currency,
                  Text.reference(request.getReference()));
          return switch (outcome) {
            case Outcome.Done<MachineDesk.CardTransferred>(var done) ->
                MachineTransferResponse.newBuilder()
                    .setPending(done.pending())
                    .setAvailable(Wire.money(done.available(), currency))
                    .build();
            case Outcome.Refused<MachineDesk.CardTransferred>(Refusal refusal, int _) ->
                MachineTransferResponse.newBuilder().setRefusal(Wire.refusal(refusal)).build();
          };
        });
  }

  @Override
  public void listMovements(
      MachineMovementsRequest request, StreamObserver<MachineMovementsResponse> observer) {
    answer(
        observer,
        () -> {
          Outcome<List<MachineMovement>> outcome =
              desk.movements(
                  machine(),
                  id(request.getId()),
                  request.getHolder(),
                  Wire.wordOrNull(request.getAccount(), "account"));
          return switch (outcome) {
            case Outcome.Done<List<MachineMovement>>(var movements) ->
                MachineMovementsResponse.newBuilder().addAllMovements(movements).build();
            case Outcome.Refused<List<MachineMovement>>(Refusal refusal, int _) ->
                MachineMovementsResponse.newBuilder().setRefusal(Wire.refusal(refusal)).build();
          };
        });
  }

  @Override
  public void changePin(ChangePinRequest request, StreamObserver<ChangePinResponse> observer) {
    answer(
        observer,
        () -> {
          Outcome<Boolean> outcome =
              desk.changePin(
                  machine(), id(request.getId()), request.getHolder(), request.getNewPin());
          return switch (outcome) {
            case Outcome.Done<Boolean> _ -> ChangePinResponse.getDefaultInstance();
            case Outcome.Refused<Boolean>(Refusal refusal, int tries) ->
                ChangePinResponse.newBuilder()
                    .setRefusal(Wire.refusal(refusal))
                    .setPinTriesLeft(Math.max(0, tries))
                    .build();
          };
        });
  }

  @Override
  public void reportStatus(
      ReportStatusRequest request, StreamObserver<ReportStatusResponse> observer) {
    answer(observer, () -> reports.report(machine(), request));
  }

  private static UUID id(String text) {
    return Wire.id(text, "id");
  }

  private String machine() {
    Callers.Standing standing = callers.find(Caller.current());
    if (standing == null || standing.machine() == null) {
      throw Status.PERMISSION_DENIED.withDescription("not a cash machine").asRuntimeException();
    }
    return standing.machine();
  }
}
