package mutual.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import mutual.app.Cli;
import mutual.app.CommandFailure;
import mutual.app.Program;
import mutual.app.TestPorts;
import mutual.bankserver.BankServerConfig;
import mutual.cashmachine.Notes;
import mutual.cashmachine.devices.Contents;
import mutual.cashmachine.devices.Pace;
import mutual.cashmachine.node.CashMachineConfig;
import mutual.cashmachine.node.CashMachineNode;
import mutual.contracts.bank.v1.Account;
import mutual.contracts.bank.v1.AuditReport;
import mutual.contracts.bank.v1.ListExchangesResponse;
import mutual.contracts.bank.v1.ListMachinesResponse;
import mutual.contracts.bank.v1.ListPartnersResponse;
import mutual.contracts.bank.v1.Partner;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two banks as processes of their own. While a Southbank customer takes cash at Northbank's
 * machine, one of the banks is killed ({@code kill -9}) at a random moment and started again; many
 * times, issuer and acquirer by turns. In the end both banks' books balance, they agree on what
 * they owe each other, the customer has paid for exactly what came out, and every note is where the
 * books say.
 */
final class CrashTest {
  private static final int KILLS = 6;

  /** A withdrawal is in the journal from its question to its confirmation about as long as this. */
  private static final int KILL_AFTER_MILLIS_MAX = 120;

  private static final int OPEN_SECONDS_MAX = 20;
  private static final long SETTLE_SECONDS_MAX = 120;
  private static final int NOTE = 20_00;
  private static final int DEPOSIT = 5000_00;
  private static final Notes CASH = Notes.of(NOTE, 200);

  /** Change it to try other moments; the moments also depend on how fast the machine is. */
  private static final long SEED = 20_260_101;

  @TempDir Path folder;

  /** A bank's process, where it always comes back. */
  private final class Bank {
    final String name;
    final String data;
    final int nodePort = TestPorts.free();
    Program process;

    Bank(String code, String name, String cardPrefix) {
      this.name = name;
      this.data = folder.resolve(name).toString();
      Cli.text(
          "bank",
          "init",
          "--code",
          code,
          "--name",
          name,
          "--card-prefix",
          cardPrefix,
          "--node-port",
          Integer.toString(nodePort),
          "--people-port",
          "0",
          "--data",
          data);
      this.process = start();
    }

    private Program start() {
      return Program.start(
          folder.resolve(name + "-errors.txt"), "bank", "serve", "--data", data, "--json");
    }

    void killAndRestart() {
      process.kill();
      process = start();
    }

    String id() {
      return Cli.text("bank", "id", "--data", data);
    }

    String ask(String... args) {
      return Cli.text(with(args));
    }

    String[] with(String... args) {
      String[] all = new String[args.length + 3];
      all[0] = "bank";
      System.arraycopy(args, 0, all, 1, args.length);
      all[args.length + 1] = "--data";
      all[args.length + 2] = data;
      return all;
    }

    Partner partner() {
      return Cli.json(ListPartnersResponse.newBuilder(), with("partner", "list")).getPartners(0);
    }

    boolean quiet() {
      return Cli.json(ListExchangesResponse.newBuilder(), with("exchange", "list", "--open"))
              .getExchangesList()
              .isEmpty()
          && partner().getOutstanding() == 0;
    }
  }

  private static final Logger LOG = Logger.getLogger(CrashTest.class.getName());

  /** Connections that break are what this test is about. */
  private static final Logger BROKEN_CONNECTIONS = Logger.getLogger("com.linecorp.armeria");

  @BeforeAll
  static void quiet() {
    BROKEN_CONNECTIONS.setLevel(Level.OFF);
  }

  @Test
  void noCentIsLostHoweverOftenABankIsKilled() {
    LOG.info(() -> "seed " + SEED + ", " + KILLS + " kills");
    Bank north = new Bank("NORT", "Northbank", "999001");
    Bank south = new Bank("SOUT", "Southbank", "999002");
    try {
      introduce(north, south, "SOUT", "999002");
      introduce(south, north, "NORT", "999001");
      String customer = south.ask("customer", "open", "Demo Customer Ada");
      String account = south.ask("account", "open", customer);
      south.ask("fund-vault", "10000");
      south.ask("deposit", account, "5000");
      String card =
          south.ask("card", "issue", account, "--daily-limit", "5000", "--daily-count", "1000");
      assertThat(Cli.runWithInput("4826\n", south.with("card", "pin", card)).exitCode()).isZero();
      try (CashMachineNode machine = machine(north)) {
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
          withdrawWhileKilling(machine, card, kill % 2 == 0 ? south : north, random);
        }
        settle(north, south, machine);
        audit(north, south, machine, account);
      }
    } finally {
      north.process.close();
      south.process.close();
    }
  }

  private static void introduce(Bank bank, Bank partner, String code, String prefix) {
    bank.ask(
        "partner",
        "add",
        code,
        partner.id(),
        "--name",
        partner.name,
        "--card-prefix",
        prefix,
        "--cap",
        "100000",
        "--address",
        "127.0.0.1:" + partner.nodePort);
  }

  private CashMachineNode machine(Bank bank) {
    Path data = folder.resolve("machine");
    bank.ask("machine", "add", "north-1", CashMachineNode.idOf(data).toString(), "--place", "Test");
    bank.ask("fund-vault", "10000");
    bank.ask("machine", "load-cash", "north-1", "4000");
    CashMachineNode machine =
        CashMachineNode.start(
            CashMachineConfig.of(
                    "north-1",
                    "Northbank",
                    NodeId.parse(bank.id()),
                    List.of(new NodeAddress("127.0.0.1", bank.nodePort)),
                    data)
                .withPace(Pace.instant()));
    assertThat(machine.loadCash(CASH)).isEqualTo(CASH);
    return machine;
  }

  private static void withdrawWhileKilling(
      CashMachineNode machine, String card, Bank victim, Random random) {
    Executor tasks = task -> Thread.ofVirtual().start(task);
    CompletableFuture<Void> visit =
        CompletableFuture.runAsync(
            () -> {
              try {
                Visitor.Visit went = new Visitor(machine, card, "4826").withdraw(NOTE);
                LOG.info(() -> "the machine said: " + went.said());
              } catch (CommandFailure notServed) {
                // A machine without its bank turns customers away: that is an answer, too.
                LOG.info(notServed::getMessage);
              }
            },
            tasks);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(OPEN_SECONDS_MAX);
    while (machine.open().isEmpty() && !visit.isDone() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(KILL_AFTER_MILLIS_MAX)));
    victim.killAndRestart();
    visit.join();
  }

  private static void settle(Bank north, Bank south, CashMachineNode machine) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS_MAX);
    while (!(machine.open().isEmpty() && north.quiet() && south.quiet())) {
      assertThat(System.nanoTime()).as("open at the machine: %s", machine.open()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private static void audit(Bank north, Bank south, CashMachineNode machine, String account) {
    for (Bank bank : List.of(north, south)) {
      AuditReport.Builder report = Cli.json(AuditReport.newBuilder(), bank.with("audit"));
      assertThat(report.getLinesList())
          .filteredOn(line -> !line.getCheck().startsWith("Count of machine"))
          .allMatch(line -> line.getPassed());
    }
    assertThat(north.partner().getDueFrom()).isEqualTo(south.partner().getDueTo());
    assertThat(south.partner().getDueFrom()).isEqualTo(north.partner().getDueTo());
    Contents contents = machine.contents();
    long books =
        Cli.json(ListMachinesResponse.newBuilder(), north.with("machine", "list"))
            .getMachines(0)
            .getCash()
            .getMinorUnits();
    assertThat(CASH.total() - contents.taken().total())
        .as("what the customer did not take is in the machine, and the books know it")
        .isEqualTo(books);
    int withdrawals = contents.taken().size();
    LOG.info(() -> withdrawals + " of " + KILLS + " withdrawals were paid out");
    Account paid = Cli.json(Account.newBuilder(), south.with("account", "show", account)).build();
    assertThat(paid.getBalance().getMinorUnits())
        .isEqualTo(
            DEPOSIT
                - contents.taken().total()
                - withdrawals * BankServerConfig.DEFAULT_FEES.foreignWithdrawal());
    assertThat(paid.getHeld().getMinorUnits()).isZero();
    assertThat(withdrawals).as("not every kill prevents a withdrawal").isPositive();
  }
}
