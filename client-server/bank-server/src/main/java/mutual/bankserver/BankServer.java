package mutual.bankserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import mutual.bank.Bank;
import mutual.bank.BankListener;
import mutual.bank.Command;
import mutual.bank.Reply;
import mutual.bankserver.pages.OperatorPages;
import mutual.contracts.bank.v1.BankDescription;
import mutual.contracts.interbank.v1.DescribeResponse;
import mutual.journal.CommandLog;
import mutual.journal.JournalConfig;
import mutual.journal.WriteAheadLog;
import mutual.middleware.Directory;
import mutual.middleware.Identity;
import mutual.middleware.Metrics;
import mutual.middleware.NodeClient;
import mutual.middleware.NodeId;
import mutual.middleware.NodeLimits;
import mutual.middleware.NodeServer;
import mutual.middleware.SecretFiles;
import mutual.middleware.web.WebRoutes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bank in operation: its core on its log, its database, its API on the node port, and its pages
 * on the people port.
 *
 * <p>Starting goes from the log outwards (nobody is let in before the books are open) and stopping
 * the other way (what was let in is answered first). docs/operations.md tells what is in the data
 * folder.
 */
public final class BankServer implements AutoCloseable {
  /** A batch of 8190 transfers is half of this. */
  private static final int REQUEST_BYTES_MAX = 2 << 20;

  private static final Duration AUDIT_TIMEOUT = Duration.ofSeconds(60);
  private static final Logger LOG = LoggerFactory.getLogger(BankServer.class);

  private final BankServerConfig config;
  private final Identity identity;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final BankOffice office;
  private final BankBooks books;
  private final Operators operators;
  private final ChangeFeed changes;
  private final Metrics metrics = new Metrics();
  private final CommandLog<Bank, Reply> commands;
  private final NodeServer doors;

  private BankServer(BankServerConfig config, Function<BankServer, WebRoutes> pages) {
    this.config = config;
    try {
      Path folder = config.dataFolder();
      makeFolder(folder);
      identity = Identity.loadOrCreate(folder);
      commands = opened(openLog());
      BankLog log = new BankLog(commands);
      found(log);

      Database database = opened(new Database(folder.resolve("bank")));
      PersonRecords persons = new PersonRecords(database);
      NodeRecords nodes = new NodeRecords(database);
      Statements statements = new Statements(database);
      operators = new Operators(database);
      PinDesk pins = new PinDesk(folder, identity);
      changes = opened(new ChangeFeed(config.bankCode()));
      StatementProjection projection =
          opened(new StatementProjection(log, statements, config.bankCode()));

      Callers callers = new Callers(identity.id(), log, nodes);
      callers.refresh();
      Directory directory = Directory.inMemory();
      NodeClient client =
          opened(
              NodeClient.builder(identity, directory)
                  .metrics(metrics)
                  .traffic(this::passed)
                  .build());
      PartnerLinks links = new PartnerLinks(log, nodes, directory, client, changes);
      links.refresh();
      Courier courier =
          opened(new Courier(log, links, config.authoriseDeadline(), config.bankCode()));
      ExchangeWaiters waiters = new ExchangeWaiters(log);
      books = new BankBooks(log, persons, nodes, statements, projection, links::reachable);
      office =
          new BankOffice(
              config, log, books, persons, nodes, callers, pins, waiters, links, changes);
      listen(log, courier, waiters, projection);
      courier.start();
      new BankMetrics(books).register(metrics);

      MachineDesk desk = new MachineDesk(config, log, books, pins, links, waiters);
      MachineReports reports = new MachineReports(config, nodes, changes, InstantSource.system());
      doors =
          opened(
              NodeServer.builder(identity)
                  .bind(InetAddress.getByName(config.bindAddress()))
                  .nodePort(config.nodePort())
                  .people(config.peoplePort(), pages.apply(this))
                  .bindPeople(InetAddress.getByName(config.bindAddress()))
                  .limits(
                      NodeLimits.DEFAULT
                          .withRequestBytesMax(REQUEST_BYTES_MAX)
                          .withRequestTimeouts(
                              config.authoriseDeadline().plusSeconds(4), AUDIT_TIMEOUT))
                  .access(new BankAccess(callers))
                  .metrics(metrics)
                  .traffic(this::passed)
                  .healthy(commands::leading)
                  .service(new AccountsService(office, books))
                  .service(new TransfersService(office, log))
                  .service(new CardsService(office, books, config.currency()))
                  .service(new OperationsService(description(), office, books, operators))
                  .service(new CashMachineService(callers, desk, reports))
                  .service(new InterbankService(self(pins), log, callers, pins, courier::heardFrom))
                  .start());
      var _ = opened(new PartnerProbe(links, config.bankCode()));
      LOG.info(
          "{} ({}) is open: node port {}, people port {}, key {}",
          config.bankName(),
          config.bankCode(),
          doors.nodePort(),
          peoplePort(),
          identity.id());
    } catch (UnknownHostException e) {
      close();
      throw new IllegalArgumentException("no such address: " + config.bindAddress(), e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts the bank with its operator pages, and founds it at its first start. Returns when both
   * ports answer.
   */
  public static BankServer start(BankServerConfig config) {
    return start(config, OperatorPages::of);
  }

  /**
   * @param pages what the people port serves; asked when everything but the ports is ready
   */
  public static BankServer start(BankServerConfig config, Function<BankServer, WebRoutes> pages) {
    return new BankServer(config, pages);
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  private static void makeFolder(Path folder) {
    try {
      SecretFiles.makeFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the data folder " + folder, e);
    }
  }

  private CommandLog<Bank, Reply> openLog() {
    try {
      return WriteAheadLog.open(
          JournalConfig.in(config.logFolder()).withFiles(config.logFiles()),
          () -> new Bank(config.limits()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the log in " + config.dataFolder() + " cannot be opened: " + e.getMessage(), e);
    }
  }

  /** At the first start the bank gets its name; later starts must have the same. */
  private void found(BankLog log) {
    boolean founded = log.read(bank -> bank.founded() != null);
    if (!founded) {
      Reply reply =
          log.submit(
              new Command.Found(
                  config.bankCode(),
                  config.cardPrefix(),
                  config.currency(),
                  config.fees(),
                  config.cardLimits()));
      if (!(reply instanceof Reply.Done)) {
        throw new IllegalStateException("the bank could not be founded: " + reply);
      }
      return;
    }
    String known =
        log.read(
            bank -> {
              Command.Found found = bank.founded();
              return found == null
                  ? ""
                  : found.bankCode() + " " + found.cardPrefix() + " " + found.currency();
            });
    String asked = config.bankCode() + " " + config.cardPrefix() + " " + config.currency();
    if (!known.equals(asked)) {
      throw new IllegalStateException(
          "the data folder " + config.dataFolder() + " holds the bank " + known + ", not " + asked);
    }
  }

  private void listen(
      BankLog log, Courier courier, ExchangeWaiters waiters, StatementProjection projection) {
    var _ =
        log.read(
            bank -> {
              bank.listen(
                  new BankListener() {
                    @Override
                    public void exchangeChanged(UUID exchange) {
                      courier.changed(exchange, bank.outstanding(exchange));
                      waiters.signal(exchange);
                      changes.publish(new BankChange.ExchangeChanged(exchange));
                    }

                    @Override
                    public void postingsAdded() {
                      projection.wake();
                      changes.publish(new BankChange.BooksChanged());
                    }
                  });
              return true;
            });
  }

  private void passed(NodeId from, NodeId to, String method, String status, long nanos) {
    changes.publish(new BankChange.MessagePassed(from, to, method, status));
  }

  private BankDescription description() {
    return BankDescription.newBuilder()
        .setCode(config.bankCode())
        .setName(config.bankName())
        .setCardPrefix(config.cardPrefix())
        .setCurrency(config.currency())
        .setNodeId(identity.id().toString())
        .setForeignWithdrawalFee(Wire.money(config.fees().foreignWithdrawal(), config.currency()))
        .build();
  }

  private DescribeResponse self(PinDesk pins) {
    return DescribeResponse.newBuilder()
        .setCode(config.bankCode())
        .setName(config.bankName())
        .setCardPrefix(config.cardPrefix())
        .setCurrency(config.currency())
        .setPinKey(pins.announced())
        .build();
  }

  public BankServerConfig config() {
    return config;
  }

  /** The bank's key pair, for its own command line in the same process. */
  public Identity identity() {
    return identity;
  }

  /** The bank's key: how machines, partners and programs know it. */
  public NodeId nodeId() {
    return identity.id();
  }

  /** Where the node port really is. */
  public int nodePort() {
    return doors.nodePort();
  }

  /** Where the people port really is. */
  public int peoplePort() {
    return doors.peoplePort().orElseThrow();
  }

  /** What may be done. */
  public BankOffice office() {
    return office;
  }

  /** What there is to read. */
  public BankBooks books() {
    return books;
  }

  /** Who may use the pages. */
  public Operators operators() {
    return operators;
  }

  /** What changes, as it changes. */
  public ChangeFeed changes() {
    return changes;
  }

  /**
   * Completes when the bank's log has stopped: by {@link #close}, or with the cause if the disk
   * failed it. A bank whose log has stopped answers nothing more and must be started again.
   */
  public CompletableFuture<Void> stopped() {
    return commands.stopped();
  }

  /** Stops: running requests are answered first, and what was answered is durable. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("a part of {} did not close", config.bankCode(), e);
      }
    }
  }
}
