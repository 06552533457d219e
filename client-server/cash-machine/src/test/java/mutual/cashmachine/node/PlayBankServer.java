package mutual.cashmachine.node;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import mutual.cashmachine.BankAnswer;
import mutual.cashmachine.BankRequest;
import mutual.cashmachine.PlayBank;
import mutual.contracts.bank.v1.AuthoriseWithdrawalRequest;
import mutual.contracts.bank.v1.AuthoriseWithdrawalResponse;
import mutual.contracts.bank.v1.CardHolder;
import mutual.contracts.bank.v1.CashMachineGrpc;
import mutual.contracts.bank.v1.ConfirmWithdrawalRequest;
import mutual.contracts.bank.v1.ConfirmWithdrawalResponse;
import mutual.contracts.bank.v1.DepositRequest;
import mutual.contracts.bank.v1.DepositResponse;
import mutual.contracts.bank.v1.IdentifyCardRequest;
import mutual.contracts.bank.v1.IdentifyCardResponse;
import mutual.contracts.bank.v1.ListOwnAccountsRequest;
import mutual.contracts.bank.v1.ListOwnAccountsResponse;
import mutual.contracts.bank.v1.Money;
import mutual.contracts.bank.v1.OwnAccount;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.bank.v1.ReadBalanceRequest;
import mutual.contracts.bank.v1.ReadBalanceResponse;
import mutual.contracts.bank.v1.Refusal;
import mutual.contracts.bank.v1.ReportStatusRequest;
import mutual.contracts.bank.v1.ReportStatusResponse;
import mutual.contracts.bank.v1.ReverseWithdrawalRequest;
import mutual.contracts.bank.v1.ReverseWithdrawalResponse;
import mutual.contracts.bank.v1.SealedPin;
import mutual.middleware.Access;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import mutual.middleware.NodeServer;
import mutual.middleware.SealedBox;

/** The play bank behind a real node port, with real sealed PINs. */
final class PlayBankServer extends CashMachineGrpc.CashMachineImplBase implements AutoCloseable {
  final PlayBank bank = new PlayBank();
  final List<ReportStatusRequest> reports = new CopyOnWriteArrayList<>();
  private final Identity identity = Identity.ephemeral();
  private final SealedBox.Keys keys = SealedBox.Keys.ephemeral();
  private final NodeServer server;

  PlayBankServer(NodeId machine) {
    server =
        NodeServer.builder(identity)
            .service(this)
            .access(
                new Access() {
                  @Override
                  public boolean expects(NodeId caller) {
                    return caller.equals(machine);
                  }
                })
            .start();
  }

  NodeId id() {
    return identity.id();
  }

  List<NodeAddress> addresses() {
    return List.of(new NodeAddress("127.0.0.1", server.nodePort()));
  }

  private synchronized BankAnswer answer(BankRequest request) {
    return bank.answer(request);
  }

  private BankRequest.Holder open(CardHolder holder, String id) {
    SealedPin pin = holder.getPin();
    byte[] opened =
        keys.open(
                new SealedBox(
                    pin.getKeyId().toByteArray(),
                    pin.getEphemeralPublicKey().toByteArray(),
                    pin.getCiphertext().toByteArray()),
                ("mutual-pin:" + holder.getCardNumber() + ":" + id)
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII))
            .orElse(new byte[0]);
    return new BankRequest.Holder(holder.getCardNumber(), PlayBank.open(opened));
  }

  private static <T> void send(StreamObserver<T> observer, T answer) {
    observer.onNext(answer);
    observer.onCompleted();
  }

  private static Money euros(long minorUnits) {
    return Money.newBuilder().setMinorUnits(minorUnits).setCurrency("EUR").build();
  }

  private static Refusal refusal(BankAnswer answer) {
    return answer instanceof BankAnswer.Refused refused
        ? refused.refusal()
        : Refusal.REFUSAL_UNSPECIFIED;
  }

  private static int tries(BankAnswer answer) {
    return answer instanceof BankAnswer.Refused refused ? refused.pinTriesLeft() : 3;
  }

  @Override
  public void identifyCard(
      IdentifyCardRequest request, StreamObserver<IdentifyCardResponse> observer) {
    BankAnswer answer =
        answer(new BankRequest.IdentifyCard(UUID.randomUUID(), request.getCardNumber()));
    IdentifyCardResponse.Builder response =
        IdentifyCardResponse.newBuilder().setRefusal(refusal(answer));
    if (answer instanceof BankAnswer.CardIdentified card) {
      response
          .setIssuerName(card.issuerName())
          .setOwn(card.own())
          .setWithdrawalFee(euros(card.withdrawalFee()))
          .setPinKey(
              PinKey.newBuilder()
                  .setKeyId(ByteString.copyFrom(keys.keyId()))
                  .setPublicKey(ByteString.copyFrom(keys.publicKey()))
                  .setIssuerNodeId(ByteString.copyFrom(identity.id().bytes()))
                  .setSignature(
                      ByteString.copyFrom(SealedBox.signKey(identity, keys.publicKey()))));
    }
    send(observer, response.build());
  }

  @Override
  public void readBalance(
      ReadBalanceRequest request, StreamObserver<ReadBalanceResponse> observer) {
    BankAnswer answer =
        answer(
            new BankRequest.ReadBalance(
                UUID.fromString(request.getId()), open(request.getHolder(), request.getId()), ""));
    ReadBalanceResponse.Builder response =
        ReadBalanceResponse.newBuilder().setRefusal(refusal(answer)).setPinTriesLeft(tries(answer));
    if (answer instanceof BankAnswer.Balance balance) {
      response
          .setAccount(balance.account())
          .setBalance(euros(balance.balance()))
          .setAvailable(euros(balance.available()));
    }
    send(observer, response.build());
  }

  @Override
  public void authoriseWithdrawal(
      AuthoriseWithdrawalRequest request, StreamObserver<AuthoriseWithdrawalResponse> observer) {
    BankAnswer answer =
        answer(
            new BankRequest.Authorise(
                UUID.fromString(request.getId()),
                open(request.getHolder(), request.getId()),
                request.getAmount().getMinorUnits(),
                request.getAcceptedFee().getMinorUnits()));
    send(
        observer,
        AuthoriseWithdrawalResponse.newBuilder()
            .setRefusal(refusal(answer))
            .setPinTriesLeft(tries(answer))
            .build());
  }

  @Override
  public void confirmWithdrawal(
      ConfirmWithdrawalRequest request, StreamObserver<ConfirmWithdrawalResponse> observer) {
    BankAnswer answer =
        answer(
            new BankRequest.Confirm(
                UUID.fromString(request.getId()), request.getDispensed().getMinorUnits()));
    send(observer, ConfirmWithdrawalResponse.newBuilder().setRefusal(refusal(answer)).build());
  }

  @Override
  public void reverseWithdrawal(
      ReverseWithdrawalRequest request, StreamObserver<ReverseWithdrawalResponse> observer) {
    BankAnswer answer = answer(new BankRequest.Reverse(UUID.fromString(request.getId())));
    send(observer, ReverseWithdrawalResponse.newBuilder().setRefusal(refusal(answer)).build());
  }

  @Override
  public void deposit(DepositRequest request, StreamObserver<DepositResponse> observer) {
    BankAnswer answer =
        answer(
            new BankRequest.Deposit(
                UUID.fromString(request.getId()),
                open(request.getHolder(), request.getId()),
                request.getAmount().getMinorUnits(),
                request.getAccount()));
    send(observer, DepositResponse.newBuilder().setRefusal(refusal(answer)).build());
  }

  @Override
  public void listOwnAccounts(
      ListOwnAccountsRequest request, StreamObserver<ListOwnAccountsResponse> observer) {
    BankAnswer answer =
        answer(
            new BankRequest.ListAccounts(
                UUID.fromString(request.getId()), open(request.getHolder(), request.getId())));
    ListOwnAccountsResponse.Builder response =
        ListOwnAccountsResponse.newBuilder().setRefusal(refusal(answer));
    if (answer instanceof BankAnswer.Accounts accounts) {
      accounts
          .accounts()
          .forEach(
              a ->
                  response.addAccounts(
                      OwnAccount.newBuilder()
                          .setNumber(a.number())
                          .setBalance(euros(a.balance()))
                          .setAvailable(euros(a.available()))));
    }
    send(observer, response.build());
  }

  @Override
  public void reportStatus(
      ReportStatusRequest request, StreamObserver<ReportStatusResponse> observer) {
    reports.add(request);
    send(observer, ReportStatusResponse.newBuilder().setBankName("Northbank").build());
  }

  @Override
  public void close() {
    server.close();
  }
}
