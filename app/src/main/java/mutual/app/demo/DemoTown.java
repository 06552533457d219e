package mutual.app.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mutual.app.bank.BankFolder;
import mutual.app.machine.MachineFolder;
import mutual.app.town.Member;
import mutual.app.town.Peers;
import mutual.app.town.Standing;
import mutual.app.town.Town;
import mutual.app.town.TownPage;
import mutual.bankserver.BankServer;
import mutual.bankserver.BankServerConfig;
import mutual.bankserver.DemoSeed;
import mutual.bankserver.pages.OperatorPages;
import mutual.cashmachine.Notes;
import mutual.cashmachine.node.CashMachineConfig;
import mutual.cashmachine.node.CashMachineNode;
import mutual.cashmachine.node.DemoCard;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two banks, a cash machine at each, three peers, and the page that shows them, in one process.
 * They speak to each other over real TLS connections, each with its own key and data folder, as if
 * each ran on a machine of its own.
 */
public final class DemoTown implements AutoCloseable {
  static final String OPERATOR = "operator";
  static final String OPERATOR_PASSWORD = "demo-operator";
  static final Notes FIRST_LOAD = Notes.of(Map.of(50_00, 120, 20_00, 150, 10_00, 100, 5_00, 100));

  private static final String LOOPBACK = "127.0.0.1";
  private static final long NET_DEBIT_CAP = 50_000_00;
  private static final Logger LOG = LoggerFactory.getLogger(DemoTown.class);

  private final DemoPlan plan;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
  private final @Nullable AnswerEater wire;
  private final @Nullable DemoPeers peers;
  private final Bank north;
  private final Bank south;
  private final CashMachineNode northMachine;
  private final CashMachineNode southMachine;
  private final NodeServer page;

  /** A bank, and its demo customers' cards. */
  record Bank(BankServer server, List<DemoSeed.DemoCard> cards) {
    String name() {
      return server.config().bankName();
    }

    String code() {
      return server.config().bankCode();
    }
  }

  private DemoTown(DemoPlan plan) {
    this.plan = plan;
    try {
      peers = plan.peers() ? keep(new DemoPeers(plan)) : null;
      CompletableFuture<Bank> first =
          CompletableFuture.supplyAsync(() -> bank("NORT", "Northbank", "999001", 1), tasks);
      CompletableFuture<Bank> second =
          CompletableFuture.supplyAsync(() -> bank("SOUT", "Southbank", "999002", 3), tasks);
      south = second.join();
      north = first.join();
      wire = plan.lossyWire() ? keep(new AnswerEater(() -> south.server().nodePort())) : null;
      introduce(north, south, wire == null ? south.server().nodePort() : wire.port());
      introduce(south, north, north.server().nodePort());
      CompletableFuture<CashMachineNode> northFirst =
          CompletableFuture.supplyAsync(() -> machine(north, "north-1", "Market Square", 5), tasks);
      CompletableFuture<CashMachineNode> southFirst =
          CompletableFuture.supplyAsync(
              () -> machine(south, "south-1", "Harbour Street", 6), tasks);
      northMachine = northFirst.join();
      southMachine = southFirst.join();
      page = page();
      if (peers != null) {
        peers.start();
      }
    } catch (CompletionException e) {
      close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Starts the town; returns when its page can be opened. Peers may come later. */
  public static DemoTown start(DemoPlan plan) {
    return new DemoTown(plan);
  }

  private <T extends AutoCloseable> T keep(T part) {
    synchronized (opened) {
      opened.push(part);
    }
    return part;
  }

  private Bank bank(String code, String name, String cardPrefix, int firstPort) {
    Path folder = plan.folder().resolve(name.toLowerCase(java.util.Locale.ROOT));
    BankServerConfig config =
        BankServerConfig.of(folder, code, name, cardPrefix)
            .withPorts(LOOPBACK, plan.port(firstPort + 1), plan.port(firstPort))
            .withWaits(plan.authoriseDeadline(), BankServerConfig.DEFAULT_TRANSFER_WAIT);
    BankServer server = keep(BankServer.start(config, OperatorPages::of));
    BankFolder.announce(server);
    keep(() -> BankFolder.withdrawAnnouncement(folder));
    List<DemoSeed.DemoCard> cards = DemoSeed.seed(server);
    if (!server.operators().names().contains(OPERATOR)) {
      server.operators().put(OPERATOR, OPERATOR_PASSWORD);
    }
    return new Bank(server, cards);
  }

  /** Makes one bank a partner of the other, or tells where it is to be found this time. */
  private static void introduce(Bank bank, Bank partner, int port) {
    List<String> addresses = List.of(LOOPBACK + ":" + port);
    String code = partner.code();
    if (bank.server().books().partner(code).isEmpty()) {
      var _ =
          bank.server()
              .office()
              .addPartner(
                  code,
                  partner.name(),
                  partner.server().nodeId(),
                  partner.server().config().cardPrefix(),
                  NET_DEBIT_CAP,
                  addresses)
              .orThrow();
    } else {
      var _ = bank.server().office().updatePartner(code, NET_DEBIT_CAP, false, addresses).orThrow();
    }
  }

  private CashMachineNode machine(Bank bank, String name, String place, int port) {
    Path folder = plan.folder().resolve(name);
    if (bank.server().books().machine(name).isEmpty()) {
      var _ =
          bank.server().office().addMachine(name, CashMachineNode.idOf(folder), place).orThrow();
    }
    CashMachineNode machine =
        keep(
            CashMachineNode.start(
                CashMachineConfig.of(
                        name,
                        bank.name(),
                        bank.server().nodeId(),
                        List.of(new NodeAddress(LOOPBACK, bank.server().nodePort())),
                        folder)
                    .withKioskPort(plan.port(port))
                    .withPace(plan.pace())
                    .withDemoCards(cardsFor(bank))));
    MachineFolder known = new MachineFolder(folder);
    known.announce(machine.nodePort(), machine.kioskPort());
    keep(known::withdrawAnnouncement);
    if (machine.contents().loaded().isEmpty()) {
      // The books first: if this ends in between, the notes are still loaded at the next start.
      DemoSeed.stockMachine(bank.server(), name, FIRST_LOAD.total());
      machine.loadCash(FIRST_LOAD);
    }
    return machine;
  }

  /** All cards, those of the machine's own bank first. */
  private List<DemoCard> cardsFor(Bank own) {
    List<DemoCard> cards = new ArrayList<>();
    for (Bank bank : List.of(own, own.equals(north) ? south : north)) {
      for (DemoSeed.DemoCard card : bank.cards()) {
        cards.add(new DemoCard(card.number(), card.holder(), bank.name(), "PIN " + card.pin()));
      }
    }
    return cards;
  }

  private NodeServer page() {
    List<Town.DemoCard> cards = new ArrayList<>();
    List<Member> members = new ArrayList<>();
    for (Bank bank : List.of(north, south)) {
      bank.cards()
          .forEach(
              card ->
                  cards.add(
                      new Town.DemoCard(
                          card.holder(), bank.name(), card.number(), card.pin(), card.account())));
      String home = "http://" + LOOPBACK + ":" + bank.server().peoplePort() + "/";
      members.add(
          new Member(
              bank.name(),
              Member.Role.BANK,
              bank.server().nodeId(),
              home,
              home + "docs/",
              () -> Standing.ofBank(bank.server())));
    }
    members.add(member(northMachine, north));
    members.add(member(southMachine, south));
    Town town =
        new Town(
            members,
            List.of(
                new Town.Link(northMachine.id(), north.server().nodeId()),
                new Town.Link(southMachine.id(), south.server().nodeId()),
                new Town.Link(north.server().nodeId(), south.server().nodeId()),
                new Town.Link(south.server().nodeId(), north.server().nodeId())),
            cards,
            new Town.Login(OPERATOR, OPERATOR_PASSWORD));
    TownPage townPage = keep(new TownPage(town, peers == null ? Peers.none() : peers));
    townPage.watch(north.server());
    townPage.watch(south.server());
    return keep(
        NodeServer.builder(Identity.ephemeral()).people(plan.port(0), townPage.routes()).start());
  }

  private static Member member(CashMachineNode machine, Bank bank) {
    String name = machine.profile().name();
    return new Member(
        name,
        Member.Role.MACHINE,
        machine.id(),
        machine.kioskUri().toString(),
        "",
        () -> Standing.ofMachine(bank.server(), name));
  }

  Bank north() {
    return north;
  }

  Bank south() {
    return south;
  }

  CashMachineNode northMachine() {
    return northMachine;
  }

  CashMachineNode southMachine() {
    return southMachine;
  }

  AnswerEater wire() {
    if (wire == null) {
      throw new IllegalStateException("this town was planned without a wire that loses answers");
    }
    return wire;
  }

  DemoPeers peers() {
    if (peers == null) {
      throw new IllegalStateException("this town was planned without peers");
    }
    return peers;
  }

  Path folder() {
    return plan.folder();
  }

  /** Where the town's page is. */
  public URI address() {
    return URI.create("http://" + LOOPBACK + ":" + page.peoplePort().orElseThrow() + "/");
  }

  /** Closes the page, then machines, banks and peers; what is unfinished goes on next time. */
  @Override
  public void close() {
    tasks.close();
    while (true) {
      AutoCloseable part;
      synchronized (opened) {
        part = opened.poll();
      }
      if (part == null) {
        return;
      }
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("could not close {}", part, e);
      }
    }
  }
}
