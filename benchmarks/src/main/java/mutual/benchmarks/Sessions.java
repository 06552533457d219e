package mutual.benchmarks;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import mutual.contracts.bank.v1.AuthoriseWithdrawalRequest;
import mutual.contracts.bank.v1.CardHolder;
import mutual.contracts.bank.v1.CashMachineGrpc;
import mutual.contracts.bank.v1.ConfirmWithdrawalRequest;
import mutual.contracts.bank.v1.CreateTransferBatchRequest;
import mutual.contracts.bank.v1.CreateTransferRequest;
import mutual.contracts.bank.v1.IdentifyCardRequest;
import mutual.contracts.bank.v1.IdentifyCardResponse;
import mutual.contracts.bank.v1.Money;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.bank.v1.Refusal;
import mutual.contracts.bank.v1.SealedPin;
import mutual.contracts.bank.v1.TransferState;
import mutual.contracts.bank.v1.TransfersGrpc;
import mutual.middleware.Directory;
import mutual.middleware.Identity;
import mutual.middleware.NodeClient;
import mutual.middleware.RequestIds;
import mutual.middleware.SealedBox;

/**
 * Cash machines that use a bank, each with a key and a TLS connection of its own, one customer at a
 * time.
 */
final class Sessions implements AutoCloseable {
  private static final long WITHDRAWAL = 10_00;
  private static final int CONNECT_ATTEMPTS_MAX = 5;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final BankUnderLoad bank;
  private final List<NodeClient> machines = new ArrayList<>();
  private final PinKey pinKey;

  /** A withdrawal whose PIN is sealed already: that is the machine's work, not the bank's. */
  record Withdrawal(AuthoriseWithdrawalRequest authorise, ConfirmWithdrawalRequest confirm) {}

  Sessions(BankUnderLoad bank, List<Identity> identities) {
    this.bank = bank;
    for (Identity identity : identities) {
      Directory directory = Directory.inMemory();
      directory.put(bank.node(), List.of(bank.address()));
      machines.add(NodeClient.builder(identity, directory).deadline(DEADLINE).build());
    }
    pinKey = greet(0).getPinKey();
  }

  /** Opens the connections of so many sessions, as far as they have none. */
  void connect(int sessions) {
    for (int session = 0; session < sessions; session++) {
      var _ = greet(session);
    }
  }

  /** Repeated, because a busy machine may be late with a handshake; nothing is measured here. */
  private IdentifyCardResponse greet(int session) {
    IdentifyCardRequest request =
        IdentifyCardRequest.newBuilder().setCardNumber(bank.cards().getFirst()).build();
    for (int attempt = 1; ; attempt++) {
      try {
        return call(session, CashMachineGrpc::newBlockingStub).identifyCard(request);
      } catch (StatusRuntimeException e) {
        if (attempt == CONNECT_ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }

  private <S extends AbstractStub<S>> S call(int session, Function<Channel, S> stub) {
    return machines
        .get(session % machines.size())
        .stub(bank.node(), stub)
        .withDeadlineAfter(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Makes withdrawals for later, on all processors. */
  List<Withdrawal> prepare(int count) {
    return IntStream.range(0, count).parallel().mapToObj(this::withdrawal).toList();
  }

  private Withdrawal withdrawal(int number) {
    String card = bank.cards().get(number % bank.cards().size());
    UUID id = RequestIds.next();
    SealedBox box =
        SealedBox.seal(
            pinKey.getPublicKey().toByteArray(),
            ("mutual-pin:" + card + ":" + id).getBytes(StandardCharsets.US_ASCII),
            BankProcess.PIN.getBytes(StandardCharsets.US_ASCII));
    SealedPin pin =
        SealedPin.newBuilder()
            .setKeyId(ByteString.copyFrom(box.keyId()))
            .setEphemeralPublicKey(ByteString.copyFrom(box.ephemeralPublicKey()))
            .setCiphertext(ByteString.copyFrom(box.ciphertext()))
            .build();
    return new Withdrawal(
        AuthoriseWithdrawalRequest.newBuilder()
            .setId(id.toString())
            .setHolder(CardHolder.newBuilder().setCardNumber(card).setPin(pin))
            .setAmount(money(WITHDRAWAL))
            .setAcceptedFee(money(0))
            .build(),
        ConfirmWithdrawalRequest.newBuilder()
            .setId(id.toString())
            .setDispensed(money(WITHDRAWAL))
            .build());
  }

  private static Money money(long amount) {
    return Money.newBuilder().setMinorUnits(amount).setCurrency(BankProcess.CURRENCY).build();
  }

  void authorise(int session, Withdrawal withdrawal) {
    expectNone(
        call(session, CashMachineGrpc::newBlockingStub)
            .authoriseWithdrawal(withdrawal.authorise)
            .getRefusal());
  }

  void confirm(int session, Withdrawal withdrawal) {
    expectNone(
        call(session, CashMachineGrpc::newBlockingStub)
            .confirmWithdrawal(withdrawal.confirm)
            .getRefusal());
  }

  private static void expectNone(Refusal refusal) {
    if (refusal != Refusal.REFUSAL_UNSPECIFIED) {
      throw new IllegalStateException("the bank refused: " + refusal);
    }
  }

  /** One transfer between accounts that the operation's number chooses. */
  void transfer(int session, int operation) {
    List<String> accounts = bank.accounts();
    SplittableRandom random = new SplittableRandom(operation);
    int from = random.nextInt(accounts.size());
    int to = (from + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
    TransferState state =
        call(session, TransfersGrpc::newBlockingStub)
            .createTransfer(
                CreateTransferRequest.newBuilder()
                    .setId(RequestIds.next().toString())
                    .setFromAccount(accounts.get(from))
                    .setToAccount(accounts.get(to))
                    .setAmount(money(1))
                    .build())
            .getState();
    if (state != TransferState.TRANSFER_STATE_COMPLETED) {
      throw new IllegalStateException("a transfer ended as " + state);
    }
  }

  /**
   * A batch of transfers between random accounts.
   *
   * @param hot all of them into the first account
   */
  void batch(int session, int operation, int transfers, boolean hot) {
    int accounts = bank.accounts().size();
    SplittableRandom random = new SplittableRandom(operation);
    UUID first = RequestIds.next();
    CreateTransferBatchRequest.Builder batch = CreateTransferBatchRequest.newBuilder();
    for (int i = 0; i < transfers; i++) {
      long to = hot ? 1 : 1 + random.nextInt(accounts);
      long from = 1 + (to + random.nextInt(accounts - 1)) % accounts;
      batch
          .addIdHigh(first.getMostSignificantBits())
          .addIdLow(first.getLeastSignificantBits() ^ i)
          .addDebitAccount(from)
          .addCreditAccount(to)
          .addAmount(1);
    }
    int refused =
        call(session, TransfersGrpc::newBlockingStub)
            .createTransferBatch(batch.build())
            .getResultsCount();
    if (refused != 0) {
      throw new IllegalStateException("some transfers of a batch were refused");
    }
  }

  @Override
  public void close() {
    machines.forEach(NodeClient::close);
  }
}
