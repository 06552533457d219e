package mutual.bankserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import mutual.bank.Bank;
import mutual.bank.BankLimits;
import mutual.bank.ExchangeView;
import mutual.ledger.LedgerLimits;
import mutual.middleware.RequestIds;

/**
 * Northbank and Southbank, partners of each other over real TLS on loopback, each with one customer
 * (1000.00 on the account, a card with PIN 4826) and one machine that holds 2000.00.
 */
final class TestTown implements AutoCloseable {
  static final String PIN = "4826";
  static final long DEPOSIT = 1_000_00;
  static final long CASH = 2_000_00;
  static final long FEE = 250;
  static final long CAP = 5_000_00;
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Small tables: two banks in one test process. */
  static final BankLimits LIMITS = limits();

  final Path folder;
  BankServer north;
  BankServer south;
  final TestMachine northMachine;
  final TestMachine southMachine;
  final String northAccount;
  final String southAccount;
  final String northCard;
  final String southCard;

  TestTown(Path folder) {
    this.folder = folder;
    north = BankServer.start(config("NORT", "Northbank", "999001", 0));
    south = BankServer.start(config("SOUT", "Southbank", "999002", 0));
    northMachine = new TestMachine(north);
    southMachine = new TestMachine(south);
    know(north, south);
    know(south, north);
    northAccount = customer(north, "Demo Customer North");
    southAccount = customer(south, "Demo Customer South");
    northCard = card(north, northAccount);
    southCard = card(south, southAccount);
    stock(north, "north-1", northMachine);
    stock(south, "south-1", southMachine);
  }

  private static BankLimits limits() {
    BankLimits limits = BankLimits.DEFAULT;
    LedgerLimits ledger = LedgerLimits.DEFAULT;
    return new BankLimits(
        new LedgerLimits(10_000, 200_000, ledger.dedupWindowMillis(), ledger.clockSkewMillisMax()),
        10_000,
        10_000,
        100,
        100,
        10_000,
        10_000,
        limits.amountMax(),
        limits.exchangeRetentionMillis(),
        200_000);
  }

  BankServerConfig config(String code, String name, String prefix, int port) {
    return config(folder.resolve(code), code, name, prefix, port);
  }

  static BankServerConfig config(Path data, String code, String name, String prefix, int port) {
    return BankServerConfig.of(data, code, name, prefix)
        .withLimits(LIMITS)
        .withPorts("127.0.0.1", port, 0)
        .withWaits(Duration.ofSeconds(3), Duration.ofMillis(1500));
  }

  private static void know(BankServer bank, BankServer partner) {
    var _ =
        bank.office()
            .addPartner(
                partner.config().bankCode(),
                partner.config().bankName(),
                partner.nodeId(),
                partner.config().cardPrefix(),
                CAP,
                List.of("127.0.0.1:" + partner.nodePort()))
            .orThrow();
  }

  static String customer(BankServer bank, String name) {
    UUID customer = RequestIds.next();
    var _ = bank.office().openCustomer(customer, name).orThrow();
    String account =
        bank.office()
            .openAccount(RequestIds.next(), customer, TestMachine.CURRENCY, 0)
            .orThrow()
            .account()
            .number();
    var _ =
        bank.office()
            .depositAtCounter(RequestIds.next(), account, DEPOSIT, TestMachine.CURRENCY, "opening")
            .orThrow();
    return account;
  }

  static String card(BankServer bank, String account) {
    String card =
        bank.office()
            .issueCard(RequestIds.next(), account, YearMonth.of(2099, 12), 0, 0)
            .orThrow()
            .card()
            .number();
    var _ = bank.office().setPin(card, PIN).orThrow();
    return card;
  }

  private static void stock(BankServer bank, String name, TestMachine machine) {
    var _ = bank.office().fundVault(RequestIds.next(), CASH).orThrow();
    var _ = bank.office().addMachine(name, machine.identity.id(), "Main Street 1").orThrow();
    var _ = bank.office().loadCash(RequestIds.next(), name, CASH).orThrow();
  }

  /** Stops Southbank; its port and folder stay its own. */
  BankServerConfig stopSouth() {
    BankServerConfig again = config("SOUT", "Southbank", "999002", south.nodePort());
    south.close();
    return again;
  }

  void startSouth(BankServerConfig config) {
    south = BankServer.start(config);
    southMachine.at(south);
  }

  void restartNorth() {
    BankServerConfig again = config("NORT", "Northbank", "999001", north.nodePort());
    north.close();
    north = BankServer.start(again);
    northMachine.at(north);
  }

  static Bank.AccountView account(BankServer bank, String number) {
    return bank.books().account(number).orElseThrow().account();
  }

  static ExchangeView.State state(BankServer bank, UUID id) {
    return bank.books().exchange(id).orElseThrow().state();
  }

  /** Waits for a condition that other threads bring about. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long until " + what).isLessThan(end);
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }

  /** All messages are acknowledged, both banks balance, and each owes what the other is due. */
  void assertSettled() {
    await("all messages are acknowledged", () -> outstanding(north) + outstanding(south) == 0);
    for (BankServer bank : List.of(north, south)) {
      AuditResult audit = bank.books().audit();
      assertThat(audit.balanced()).as(bank.config().bankName() + ": " + audit.lines()).isTrue();
    }
    Bank.PartnerView ofSouth = north.books().partner("SOUT").orElseThrow().partner();
    Bank.PartnerView ofNorth = south.books().partner("NORT").orElseThrow().partner();
    assertThat(ofSouth.dueFrom()).isEqualTo(ofNorth.dueTo());
    assertThat(ofSouth.dueTo()).isEqualTo(ofNorth.dueFrom());
  }

  private static int outstanding(BankServer bank) {
    return bank.books().outstanding(1000).size();
  }

  @Override
  public void close() {
    northMachine.close();
    southMachine.close();
    south.close();
    north.close();
  }
}
