package mutual.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import mutual.bank.Bank;
import mutual.bankserver.BankChange;
import mutual.bankserver.BankServer;
import mutual.bankserver.ChangeFeed;
import mutual.bankserver.DemoSeed;
import mutual.bankserver.TransferOutcome;
import mutual.contracts.bank.v1.CardHolder;
import mutual.contracts.bank.v1.CashMachineGrpc;
import mutual.contracts.bank.v1.DepositRequest;
import mutual.contracts.bank.v1.IdentifyCardRequest;
import mutual.contracts.bank.v1.Money;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.bank.v1.ReadBalanceRequest;
import mutual.contracts.bank.v1.ReadBalanceResponse;
import mutual.contracts.bank.v1.Refusal;
import mutual.contracts.bank.v1.SealedPin;
import mutual.contracts.interbank.v1.InterbankGrpc;
import mutual.middleware.Directory;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeClient;
import mutual.middleware.NodeId;
import mutual.middleware.RequestIds;
import mutual.middleware.SealedBox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An answer is lost after its effect. The call itself asks again, because its contract allows it,
 * and the effect is there once.
 */
final class LostAnswerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir static Path folder;
  private static DemoTown town;

  @BeforeAll
  static void open() {
    town = DemoTown.start(DemoPlan.forTour(folder));
  }

  @AfterAll
  static void close() {
    town.close();
  }

  /** Calls that have ended, as both ends saw them. */
  private record Calls(Map<String, Integer> counts, ChangeFeed.Subscription subscription)
      implements AutoCloseable {
    static Calls at(BankServer bank) {
      Map<String, Integer> counts = new ConcurrentHashMap<>();
      return new Calls(
          counts,
          bank.changes()
              .subscribe(
                  change -> {
                    if (change
                        instanceof
                        BankChange.MessagePassed(NodeId from, NodeId to, String method, String _)) {
                      counts.merge(from + " " + to + " " + method, 1, Integer::sum);
                    }
                  }));
    }

    int of(NodeId from, NodeId to, String method) {
      return counts.getOrDefault(from + " " + to + " " + method, 0);
    }

    @Override
    public void close() {
      subscription.close();
    }
  }

  @Test
  void aTransferToAnotherBankIsMadeOnce() {
    BankServer north = town.north().server();
    BankServer south = town.south().server();
    String from = town.north().cards().getFirst().account();
    String to = town.south().cards().getFirst().account();
    String offer = InterbankGrpc.getOfferTransferMethod().getFullMethodName();
    assertThat(transfer(north, RequestIds.next(), from, to).pending()).as("all is well").isFalse();
    long before = balance(south, to);
    UUID id = RequestIds.next();
    try (Calls sent = Calls.at(north);
        Calls received = Calls.at(south)) {
      town.wire().eat();
      CompletableFuture<TransferOutcome> outcome =
          CompletableFuture.supplyAsync(() -> transfer(north, id, from, to));
      await("Southbank has the money", () -> south.books().exchange(id).isPresent());
      town.wire().stopEating();
      var _ = outcome.join();
      await(
          "Northbank has the answer",
          () -> sent.of(north.nodeId(), south.nodeId(), offer) > 0 && outstanding(north) == 0);
      await(
          "Southbank was asked twice",
          () -> received.of(north.nodeId(), south.nodeId(), offer) == 2);
      assertThat(sent.of(north.nodeId(), south.nodeId(), offer)).as("within one call").isEqualTo(1);
    }
    assertThat(balance(south, to) - before).isEqualTo(12_34);
    for (BankServer bank : List.of(north, south)) {
      // A machine that was filled a moment ago may not have told its count yet.
      assertThat(bank.books().audit().lines())
          .filteredOn(line -> !line.check().startsWith("Count of machine "))
          .allMatch(Bank.Audit.Line::passed);
    }
  }

  @Test
  void aWrongPinCostsOneTryAndADepositIsBookedOnce() throws Exception {
    BankServer bank = town.north().server();
    DemoSeed.DemoCard card = town.north().cards().getLast();
    Identity machine = Identity.ephemeral();
    var _ = bank.office().addMachine("lossy-1", machine.id(), "Mill Lane").orThrow();
    Directory directory = Directory.inMemory();
    try (AnswerEater wire = new AnswerEater(bank::nodePort);
        NodeClient client = NodeClient.builder(machine, directory).build();
        Calls received = Calls.at(bank)) {
      directory.put(bank.nodeId(), List.of(new NodeAddress("127.0.0.1", wire.port())));
      var stub =
          client
              .stub(bank.nodeId(), CashMachineGrpc::newBlockingStub)
              .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      PinKey key =
          stub.identifyCard(IdentifyCardRequest.newBuilder().setCardNumber(card.number()).build())
              .getPinKey();

      int tries = triesLeft(bank, card);
      UUID wrong = RequestIds.next();
      String wrongPin = card.pin().equals("8642") ? "8643" : "8642";
      ReadBalanceRequest question =
          ReadBalanceRequest.newBuilder()
              .setId(wrong.toString())
              .setHolder(holder(card, key, wrong, wrongPin))
              .build();
      ReadBalanceResponse told =
          withLostAnswer(
              wire, () -> stub.readBalance(question), () -> triesLeft(bank, card) < tries);
      assertThat(told.getRefusal()).isEqualTo(Refusal.REFUSAL_PIN_WRONG);
      assertThat(told.getPinTriesLeft()).isEqualTo(tries - 1);
      assertThat(triesLeft(bank, card)).isEqualTo(tries - 1);

      long before = balance(bank, card.account());
      UUID id = RequestIds.next();
      DepositRequest deposit =
          DepositRequest.newBuilder()
              .setId(id.toString())
              .setHolder(holder(card, key, id, card.pin()))
              .setAmount(Money.newBuilder().setMinorUnits(50_00).setCurrency("EUR"))
              .build();
      var booked =
          withLostAnswer(
              wire, () -> stub.deposit(deposit), () -> balance(bank, card.account()) > before);
      assertThat(booked.getRefusal()).isEqualTo(Refusal.REFUSAL_UNSPECIFIED);
      assertThat(booked.getAvailable().getMinorUnits()).isEqualTo(before + 50_00);
      assertThat(balance(bank, card.account())).isEqualTo(before + 50_00);

      for (var method :
          List.of(CashMachineGrpc.getReadBalanceMethod(), CashMachineGrpc.getDepositMethod())) {
        await(
            "the bank was asked twice",
            () -> received.of(machine.id(), bank.nodeId(), method.getFullMethodName()) == 2);
      }
    }
  }

  /** Makes a call whose answer is lost once its effect is there; gives what it then returns. */
  private static <T> T withLostAnswer(
      AnswerEater wire, java.util.function.Supplier<T> call, BooleanSupplier effect) {
    wire.eat();
    CompletableFuture<T> answer = CompletableFuture.supplyAsync(call);
    await("the effect is there", effect);
    wire.stopEating();
    return answer.join();
  }

  private static CardHolder holder(DemoSeed.DemoCard card, PinKey key, UUID request, String pin) {
    SealedBox box =
        SealedBox.seal(
            key.getPublicKey().toByteArray(),
            ("mutual-pin:" + card.number() + ":" + request).getBytes(StandardCharsets.US_ASCII),
            pin.getBytes(StandardCharsets.US_ASCII));
    return CardHolder.newBuilder()
        .setCardNumber(card.number())
        .setPin(
            SealedPin.newBuilder()
                .setKeyId(ByteString.copyFrom(box.keyId()))
                .setEphemeralPublicKey(ByteString.copyFrom(box.ephemeralPublicKey()))
                .setCiphertext(ByteString.copyFrom(box.ciphertext())))
        .build();
  }

  private static TransferOutcome transfer(BankServer bank, UUID id, String from, String to) {
    return bank.office().transfer(id, from, to, 12_34, "EUR", "lost answer").orThrow();
  }

  private static long balance(BankServer bank, String account) {
    return bank.books().account(account).orElseThrow().account().balance();
  }

  private static int triesLeft(BankServer bank, DemoSeed.DemoCard card) {
    return bank.books().card(card.number()).orElseThrow().card().pinTriesLeft();
  }

  private static int outstanding(BankServer bank) {
    return bank.books().outstanding(10).size();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long until " + what).isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }
}
