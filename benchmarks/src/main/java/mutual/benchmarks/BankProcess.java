package mutual.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import mutual.bankserver.BankServer;
import mutual.bankserver.BankServerConfig;
import mutual.bankserver.Right;
import mutual.middleware.NodeId;
import mutual.middleware.RequestIds;

/**
 * A bank's server in a process of its own, with rich customers, their cards and well filled
 * machines. It says on its output how to reach it, and runs until its input ends.
 *
 * <pre>
 * node NODE-ID PORT
 * account NUMBER        one line for each, in the order of the ledger's ids, which begin at 1
 * card NUMBER           one line for each
 * ready
 * </pre>
 *
 * <p>Then each line that it reads is answered with {@code lag POSTINGS}: how many postings the
 * statement database does not have yet.
 */
public final class BankProcess {
  static final String PIN = "4826";
  static final String CURRENCY = "EUR";

  private static final long DEPOSIT = 1_000_000_00;
  private static final long CASH_IN_EACH_MACHINE = 5_000_000_00L;
  private static final long CARD_LIMIT = 1_000_000_000_00L;
  private static final int CARD_WITHDRAWALS = 1_000_000;
  private static final int ACCOUNTS_PER_CUSTOMER = 100;
  private static final int SEEDING_AT_A_TIME = 128;

  private BankProcess() {}

  /**
   * @param arguments data folder, number of accounts, number of cards, then the machines' keys
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    logToConsole();
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    BankServerConfig config =
        BankServerConfig.of(Path.of(arguments[0]), "BENC", "Benchmark Bank", "999003")
            .withPorts(BankServerConfig.DEFAULT_BIND_ADDRESS, 0, 0);
    try (BankServer bank = BankServer.start(config)) {
      out.println("node " + bank.nodeId() + " " + bank.nodePort());
      seed(bank, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), out);
      machines(bank, Arrays.stream(arguments).skip(3).map(NodeId::parse).toList());
      out.println("ready");
      out.flush();
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (in.readLine() != null) {
        out.println("lag " + bank.books().status().projectionLag());
        out.flush();
      }
    }
  }

  /** As the bank's own command line writes its log. */
  private static final class OneLine extends Formatter {
    @Override
    public String format(LogRecord entry) {
      Throwable thrown = entry.getThrown();
      return entry.getInstant()
          + " "
          + entry.getLevel()
          + " "
          + entry.getLoggerName()
          + ": "
          + formatMessage(entry)
          + (thrown == null ? "\n" : " " + thrown + "\n");
    }
  }

  private static void logToConsole() {
    LogManager.getLogManager().reset();
    ConsoleHandler console = new ConsoleHandler();
    console.setFormatter(new OneLine());
    console.setLevel(Level.INFO);
    Logger.getLogger("").addHandler(console);
    for (String chatty : List.of("com.linecorp.armeria", "io.netty", "io.grpc")) {
      Logger.getLogger(chatty).setLevel(Level.WARNING);
    }
  }

  private static void seed(BankServer bank, int accounts, int cards, PrintStream out)
      throws InterruptedException, ExecutionException {
    List<UUID> customers = new ArrayList<>();
    for (int i = 0; i < accounts; i += ACCOUNTS_PER_CUSTOMER) {
      UUID id = RequestIds.next();
      var _ = bank.office().openCustomer(id, "Customer " + i).orThrow();
      customers.add(id);
    }
    try (ExecutorService seeders = Executors.newFixedThreadPool(SEEDING_AT_A_TIME)) {
      List<Future<String>> opened =
          IntStream.range(0, accounts)
              .mapToObj(
                  i ->
                      seeders.submit(
                          () -> openAccount(bank, customers.get(i / ACCOUNTS_PER_CUSTOMER))))
              .toList();
      List<String> numbers = new ArrayList<>();
      for (Future<String> number : opened) {
        numbers.add(number.get());
      }
      // The digits at the end are the account's id in the ledger.
      numbers.sort(null);
      numbers.sort((a, b) -> Long.compare(ledgerId(a), ledgerId(b)));
      numbers.forEach(number -> out.println("account " + number));
      List<Future<String>> issued =
          IntStream.range(0, cards)
              .mapToObj(i -> seeders.submit(() -> issueCard(bank, numbers.get(i % accounts))))
              .toList();
      for (Future<String> card : issued) {
        out.println("card " + card.get());
      }
    }
  }

  private static long ledgerId(String account) {
    return Long.parseLong(account.substring(account.length() - 10));
  }

  private static String openAccount(BankServer bank, UUID customer) {
    String number =
        bank.office()
            .openAccount(RequestIds.next(), customer, CURRENCY, 0)
            .orThrow()
            .account()
            .number();
    var _ =
        bank.office()
            .depositAtCounter(RequestIds.next(), number, DEPOSIT, CURRENCY, "opening")
            .orThrow();
    return number;
  }

  private static String issueCard(BankServer bank, String account) {
    YearMonth expires = YearMonth.now(ZoneOffset.UTC).plusYears(1);
    String card =
        bank.office()
            .issueCard(RequestIds.next(), account, expires, CARD_LIMIT, CARD_WITHDRAWALS)
            .orThrow()
            .card()
            .number();
    var _ = bank.office().setPin(card, PIN).orThrow();
    return card;
  }

  /** Each machine may also make transfers, so that one connection serves for both. */
  private static void machines(BankServer bank, List<NodeId> keys) {
    var _ =
        bank.office().fundVault(RequestIds.next(), CASH_IN_EACH_MACHINE * keys.size()).orThrow();
    for (int i = 0; i < keys.size(); i++) {
      String name = "machine-" + i;
      var _ = bank.office().addMachine(name, keys.get(i), "Bench " + i).orThrow();
      var _ = bank.office().loadCash(RequestIds.next(), name, CASH_IN_EACH_MACHINE).orThrow();
      var _ = bank.office().grantClient(keys.get(i), name, java.util.Set.of(Right.TRANSFERS_WRITE));
    }
  }
}
