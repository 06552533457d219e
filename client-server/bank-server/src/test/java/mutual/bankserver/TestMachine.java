package mutual.bankserver;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import mutual.contracts.bank.v1.AuthoriseWithdrawalRequest;
import mutual.contracts.bank.v1.AuthoriseWithdrawalResponse;
import mutual.contracts.bank.v1.CardHolder;
import mutual.contracts.bank.v1.CashMachineGrpc;
import mutual.contracts.bank.v1.CashMachineGrpc.CashMachineBlockingStub;
import mutual.contracts.bank.v1.ConfirmWithdrawalRequest;
import mutual.contracts.bank.v1.IdentifyCardRequest;
import mutual.contracts.bank.v1.IdentifyCardResponse;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.bank.v1.Refusal;
import mutual.contracts.bank.v1.ReverseWithdrawalRequest;
import mutual.contracts.bank.v1.SealedPin;
import mutual.middleware.Directory;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeClient;
import mutual.middleware.NodeId;
import mutual.middleware.SealedBox;

/** Speaks to a bank as a cash machine does, over TLS with a key of its own. */
final class TestMachine implements AutoCloseable {
  static final String CURRENCY = "EUR";

  final Identity identity = Identity.ephemeral();
  private final Directory directory = Directory.inMemory();
  private final NodeClient client =
      NodeClient.builder(identity, directory).deadline(Duration.ofSeconds(20)).build();
  private NodeId bank;

  TestMachine(BankServer bank) {
    this.bank = bank.nodeId();
    at(bank);
  }

  void at(BankServer server) {
    bank = server.nodeId();
    directory.put(bank, List.of(new NodeAddress("127.0.0.1", server.nodePort())));
  }

  NodeClient client() {
    return client;
  }

  CashMachineBlockingStub bank() {
    return client
        .stub(bank, CashMachineGrpc::newBlockingStub)
        .withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  IdentifyCardResponse identify(String card) {
    return bank().identifyCard(IdentifyCardRequest.newBuilder().setCardNumber(card).build());
  }

  static SealedPin seal(PinKey key, String card, UUID request, String pin) {
    SealedBox box =
        SealedBox.seal(
            key.getPublicKey().toByteArray(),
            ("mutual-pin:" + card + ":" + request).getBytes(StandardCharsets.US_ASCII),
            pin.getBytes(StandardCharsets.US_ASCII));
    return SealedPin.newBuilder()
        .setKeyId(ByteString.copyFrom(box.keyId()))
        .setEphemeralPublicKey(ByteString.copyFrom(box.ephemeralPublicKey()))
        .setCiphertext(ByteString.copyFrom(box.ciphertext()))
        .build();
  }

  CardHolder holder(String card, UUID request, String pin) {
    return CardHolder.newBuilder()
        .setCardNumber(card)
        .setPin(seal(identify(card).getPinKey(), card, request, pin))
        .build();
  }

  AuthoriseWithdrawalRequest request(
      UUID id, CardHolder holder, long amount, long fee, String currency) {
    return AuthoriseWithdrawalRequest.newBuilder()
        .setId(id.toString())
        .setHolder(holder)
        .setAmount(Wire.money(amount, currency))
        .setAcceptedFee(Wire.money(fee, currency))
        .build();
  }

  AuthoriseWithdrawalResponse authorise(UUID id, String card, String pin, long amount, long fee) {
    return bank().authoriseWithdrawal(request(id, holder(card, id, pin), amount, fee, CURRENCY));
  }

  Refusal confirm(UUID id, long dispensed) {
    return bank()
        .confirmWithdrawal(
            ConfirmWithdrawalRequest.newBuilder()
                .setId(id.toString())
                .setDispensed(Wire.money(dispensed, CURRENCY))
                .build())
        .getRefusal();
  }

  Refusal reverse(UUID id) {
    return bank()
        .reverseWithdrawal(ReverseWithdrawalRequest.newBuilder().setId(id.toString()).build())
        .getRefusal();
  }

  @Override
  public void close() {
    client.close();
  }
}
