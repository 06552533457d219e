package mutual.bankserver;

import static mutual.bankserver.Answers.answer;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;
import mutual.bank.Bank;
import mutual.bank.Command;
import mutual.bank.Refusal;
import mutual.bank.Reply;
import mutual.contracts.bank.v1.CreateTransferBatchRequest;
import mutual.contracts.bank.v1.CreateTransferBatchResponse;
import mutual.contracts.bank.v1.CreateTransferRequest;
import mutual.contracts.bank.v1.DepositAtCounterRequest;
import mutual.contracts.bank.v1.GetTransferRequest;
import mutual.contracts.bank.v1.Transfer;
import mutual.contracts.bank.v1.TransferState;
import mutual.contracts.bank.v1.TransfersGrpc;
import mutual.ledger.TransferBatch;
import mutual.ledger.TransferLayout;

/** Moving money, for programs. */
final class TransfersService extends TransfersGrpc.TransfersImplBase {
  private final BankOffice office;
  private final BankLog log;

  TransfersService(BankOffice office, BankLog log) {
    this.office = office;
    this.log = log;
  }

  @Override
  public void createTransfer(CreateTransferRequest request, StreamObserver<Transfer> observer) {
    answer(
        observer,
        () -> {
          UUID id = Wire.id(request.getId(), "id");
          String from = Wire.needed(request.getFromAccount(), "from_account");
          String to = Wire.needed(request.getToAccount(), "to_account");
          String currency = Wire.currency(request.getAmount(), "amount");
          long amount = request.getAmount().getMinorUnits();
          return transfer(
              office.transfer(id, from, to, amount, currency, request.getReference()),
              Transfer.newBuilder()
                  .setId(id.toString())
                  .setFromAccount(from)
                  .setToAccount(to)
                  .setAmount(request.getAmount()));
        });
  }

  @Override
  public void depositAtCounter(DepositAtCounterRequest request, StreamObserver<Transfer> observer) {
    answer(
        observer,
        () -> {
          UUID id = Wire.id(request.getId(), "id");
          String account = Wire.needed(request.getAccount(), "account");
          String currency = Wire.currency(request.getAmount(), "amount");
          long amount = request.getAmount().getMinorUnits();
          return transfer(
              office.depositAtCounter(id, account, amount, currency, request.getReference()),
              Transfer.newBuilder()
                  .setId(id.toString())
                  .setToAccount(account)
                  .setAmount(request.getAmount()));
        });
  }

  private static Transfer transfer(Outcome<TransferOutcome> outcome, Transfer.Builder transfer) {
    return switch (outcome) {
      case Outcome.Done<TransferOutcome>(TransferOutcome value) ->
          transfer
              .setState(
                  value.pending()
                      ? TransferState.TRANSFER_STATE_PENDING
                      : TransferState.TRANSFER_STATE_COMPLETED)
              .build();
      case Outcome.Refused<TransferOutcome>(Refusal refusal, int _) ->
          refused(transfer, refusal).build();
    };
  }

  private static Transfer.Builder refused(Transfer.Builder transfer, Refusal refusal) {
    return transfer
        .setState(TransferState.TRANSFER_STATE_REFUSED)
        .setRefusal(Wire.refusal(refusal))
        .setExplanation(Explanations.of(refusal));
  }

  @Override
  public void getTransfer(GetTransferRequest request, StreamObserver<Transfer> observer) {
    answer(
        observer,
        () -> {
          UUID id = Wire.id(request.getId(), "id");
          List<Bank.TransferView> found =
              log.read(
                  bank -> {
                    Bank.TransferView view = bank.transfer(id);
                    return view == null ? List.of() : List.of(view);
                  });
          if (found.isEmpty()) {
            throw Answers.notFound("no transfer " + id);
          }
          return known(found.getFirst());
        });
  }

  private static Transfer known(Bank.TransferView view) {
    Transfer.Builder transfer =
        Transfer.newBuilder()
            .setId(view.id().toString())
            .setFromAccount(view.from())
            .setToAccount(view.to())
            .setAmount(Wire.money(view.amount(), view.currency()));
    if (view.refusal() != null) {
      refused(transfer, view.refusal());
    }
    return transfer
        .setState(
            switch (view.state()) {
              case REFUSED -> TransferState.TRANSFER_STATE_REFUSED;
              case PENDING -> TransferState.TRANSFER_STATE_PENDING;
              case COMPLETED -> TransferState.TRANSFER_STATE_COMPLETED;
              case DISPUTED -> TransferState.TRANSFER_STATE_DISPUTED;
            })
        .build();
  }

  @Override
  public void createTransferBatch(
      CreateTransferBatchRequest request, StreamObserver<CreateTransferBatchResponse> observer) {
    answer(
        observer,
        () -> {
          Reply reply = log.submit(new Command.TransferBatch(batch(request)));
          return switch (reply) {
            case Reply.BatchResults(byte[] codes) -> results(codes);
            case Reply.Refused(Refusal refusal, int _) ->
                throw (refusal == Refusal.CAPACITY_REACHED
                        ? Status.RESOURCE_EXHAUSTED
                        : Status.FAILED_PRECONDITION)
                    .withDescription(refusal.name() + ": " + Explanations.of(refusal))
                    .asRuntimeException();
            default -> throw new IllegalStateException("the bank replied " + reply);
          };
        });
  }

  private static CreateTransferBatchResponse results(byte[] codes) {
    CreateTransferBatchResponse.Builder response = CreateTransferBatchResponse.newBuilder();
    for (byte code : codes) {
      response.addResults(code & 0xff);
    }
    return response.build();
  }

  private static byte[] batch(CreateTransferBatchRequest request) {
    int count = request.getIdHighCount();
    if (count == 0 || count > TransferLayout.BATCH_TRANSFERS_MAX) {
      throw new IllegalArgumentException(
          "a batch has 1 to " + TransferLayout.BATCH_TRANSFERS_MAX + " transfers");
    }
    column(request.getIdLowCount(), count, "id_low");
    column(request.getDebitAccountCount(), count, "debit_account");
    column(request.getCreditAccountCount(), count, "credit_account");
    column(request.getAmountCount(), count, "amount");
    boolean flags = request.getFlagsCount() > 0;
    boolean pending = request.getPendingIdHighCount() > 0;
    if (flags) {
      column(request.getFlagsCount(), count, "flags");
    }
    if (pending || request.getPendingIdLowCount() > 0) {
      column(request.getPendingIdHighCount(), count, "pending_id_high");
      column(request.getPendingIdLowCount(), count, "pending_id_low");
    }
    TransferBatch batch = new TransferBatch(count);
    for (int i = 0; i < count; i++) {
      batch.add(
          request.getIdHigh(i),
          request.getIdLow(i),
          request.getDebitAccount(i),
          request.getCreditAccount(i),
          request.getAmount(i),
          flags ? request.getFlags(i) : 0,
          pending ? request.getPendingIdHigh(i) : 0,
          pending ? request.getPendingIdLow(i) : 0,
          0,
          0,
          0);
    }
    return batch.toBytes();
  }

  private static void column(int length, int count, String field) {
    if (length != count) {
      throw new IllegalArgumentException(
          field + ": " + length + " values, but id_high has " + count);
    }
  }
}
