package mutual.bankserver;

import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import mutual.bank.Command;
import mutual.bank.ExchangeView;
import mutual.bank.Refusal;
import mutual.bank.Reply;
import mutual.journal.CommandLog;
import mutual.middleware.NodeId;

/**
 * Everything the bank's own people and programs may do, for the API, the pages, the command line
 * and the demo alike. A refusal is a value; malformed text is an {@link IllegalArgumentException};
 * a bank that cannot answer is an {@link OutageException}. Safe for any number of threads; each
 * call blocks until what it did is durable, and may be repeated with the same id.
 */
public final class BankOffice {
  private final BankServerConfig config;
  private final BankLog log;
  private final BankBooks books;
  private final PersonRecords persons;
  private final NodeRecords nodes;
  private final Callers callers;
  private final PinDesk pins;
  private final ExchangeWaiters waiters;
  private final PartnerLinks links;
  private final ChangeFeed changes;

  BankOffice(
      BankServerConfig config,
      BankLog log,
      BankBooks books,
      PersonRecords persons,
      NodeRecords nodes,
      Callers callers,
      PinDesk pins,
      ExchangeWaiters waiters,
      PartnerLinks links,
      ChangeFeed changes) {
    this.config = config;
    this.log = log;
    this.books = books;
    this.persons = persons;
    this.nodes = nodes;
    this.callers = callers;
    this.pins = pins;
    this.waiters = waiters;
    this.links = links;
    this.changes = changes;
  }

  public Outcome<CustomerEntry> openCustomer(UUID id, String name) {
    String line = Text.name(name, "name");
    if (id.version() != 7) {
      return Outcome.refused(Refusal.ID_INVALID);
    }
    // The name first: a customer without a name would be lost to people, a name without a customer
    // is made good by the repeat.
    if (!persons.put(id, line)) {
      return Outcome.refused(Refusal.ID_REUSED);
    }
    Reply reply = log.submit(new Command.OpenCustomer(id));
    if (reply instanceof Reply.Refused) {
      persons.remove(id);
    }
    return outcome(reply, () -> new CustomerEntry(id, line));
  }

  /**
   * @param overdraft what the account may be overdrawn by, in minor units
   */
  public Outcome<AccountEntry> openAccount(
      UUID id, UUID customer, String currency, long overdraft) {
    Reply reply = log.submit(new Command.OpenAccount(id, customer, currency, overdraft));
    return switch (reply) {
      case Reply.AccountOpened(String number) -> new Outcome.Done<>(account(number));
      case Reply.Refused(Refusal refusal, int pinTriesLeft) ->
          new Outcome.Refused<>(refusal, pinTriesLeft);
      default -> throw new IllegalStateException("the bank replied " + reply);
    };
  }

  public Outcome<AccountEntry> closeAccount(String number) {
    return outcome(log.submit(new Command.CloseAccount(number)), () -> account(number));
  }

  /**
   * @param dailyLimit minor units a day; 0: the bank's default
   * @param dailyCount withdrawals a day; 0: the bank's default
   */
  public Outcome<CardEntry> issueCard(
      UUID id, String account, YearMonth expires, long dailyLimit, int dailyCount) {
    int month = expires.getYear() * 12 + expires.getMonthValue() - 1;
    Reply reply = log.submit(new Command.IssueCard(id, account, month, dailyLimit, dailyCount));
    return switch (reply) {
      case Reply.CardIssued(String number) -> new Outcome.Done<>(card(number));
      case Reply.Refused(Refusal refusal, int pinTriesLeft) ->
          new Outcome.Refused<>(refusal, pinTriesLeft);
      default -> throw new IllegalStateException("the bank replied " + reply);
    };
  }

  /** Sets a card's PIN at the counter, and its tries back. */
  public Outcome<CardEntry> setPin(String card, String pin) {
    if (!PinDesk.fit(pin)) {
      return Outcome.refused(Refusal.PIN_UNFIT);
    }
    return outcome(
        log.submit(new Command.SetPin(card, pins.verifier(card, pin))), () -> card(card));
  }

  public Outcome<CardEntry> blockCard(String card) {
    return outcome(log.submit(new Command.BlockCard(card)), () -> card(card));
  }

  public Outcome<CardEntry> unblockCard(String card) {
    return outcome(log.submit(new Command.UnblockCard(card)), () -> card(card));
  }

  public Outcome<MachineEntry> addMachine(String machine, NodeId node, String place) {
    String name = Text.machine(machine);
    String where = Text.place(place);
    Reply reply = log.submit(new Command.AddMachine(name, node.bytes()));
    if (reply instanceof Reply.Done) {
      nodes.putMachine(name, where);
      callers.refresh();
      changes.publish(new BankChange.MachineChanged(name));
    }
    return outcome(reply, () -> machine(name));
  }

  /** Books cash from the vault into a machine; negative: back. */
  public Outcome<MachineEntry> loadCash(UUID id, String machine, long amount) {
    Reply reply = log.submit(new Command.LoadCash(id, machine, amount));
    changes.publish(new BankChange.MachineChanged(machine));
    return outcome(reply, () -> machine(machine));
  }

  /** Books cash into the vault against the bank's capital; tells the vault's account. */
  public Outcome<AccountEntry> fundVault(UUID id, long amount) {
    return outcome(log.submit(new Command.FundVault(id, amount)), books::vault);
  }

  public Outcome<PartnerEntry> addPartner(
      String code,
      String name,
      NodeId node,
      String cardPrefix,
      long netDebitCap,
      List<String> addresses) {
    NodeRecords.PartnerRecord record =
        new NodeRecords.PartnerRecord(Text.name(name, "name"), Text.addresses(addresses));
    Reply reply = log.submit(new Command.AddPartner(code, node.bytes(), cardPrefix, netDebitCap));
    if (reply instanceof Reply.Done) {
      nodes.putPartner(code, record);
      partnerChanged(code);
    }
    return outcome(reply, () -> partner(code));
  }

  public Outcome<PartnerEntry> updatePartner(
      String code, long netDebitCap, boolean suspended, List<String> addresses) {
    List<String> known = Text.addresses(addresses);
    Reply reply = log.submit(new Command.UpdatePartner(code, netDebitCap, suspended));
    if (reply instanceof Reply.Done) {
      nodes.putPartner(code, new NodeRecords.PartnerRecord(partner(code).name(), known));
      partnerChanged(code);
    }
    return outcome(reply, () -> partner(code));
  }

  private void partnerChanged(String code) {
    callers.refresh();
    links.refresh();
    changes.publish(new BankChange.PartnerChanged(code));
  }

  /** Moves money to an account here or at a partner; waits a moment for the partner's answer. */
  public Outcome<TransferOutcome> transfer(
      UUID id, String from, String to, long amount, String currency, String reference) {
    Reply reply =
        log.submit(new Command.Transfer(id, from, to, amount, currency, Text.reference(reference)));
    return waiters.transferred(id, reply, config.transferWait());
  }

  /** Cash handed over the counter, into the vault and onto an account. */
  public Outcome<TransferOutcome> depositAtCounter(
      UUID id, String account, long amount, String currency, String reference) {
    Reply reply =
        log.submit(
            new Command.CounterDeposit(id, account, amount, currency, Text.reference(reference)));
    return waiters.transferred(id, reply, config.transferWait());
  }

  /** A person's decision on an exchange; {@code dispensed}: what was really paid out. */
  public Outcome<ExchangeView> resolveExchange(UUID id, long dispensed) {
    Reply reply = log.submit(new Command.ResolveExchange(id, dispensed));
    return outcome(reply, () -> books.exchange(id).orElseThrow());
  }

  /** Gives a program these rights and no others; none: it may do nothing any more. */
  public ClientEntry grantClient(NodeId node, String name, Set<Right> rights) {
    ClientEntry client = new ClientEntry(node, Text.name(name, "name"), Set.copyOf(rights));
    nodes.putClient(client);
    callers.refresh();
    return client;
  }

  public CommandLog.SnapshotTaken snapshot() {
    return log.snapshot();
  }

  private AccountEntry account(String number) {
    return books.account(number).orElseThrow();
  }

  private CardEntry card(String number) {
    return books.card(number).orElseThrow();
  }

  private MachineEntry machine(String name) {
    return books.machine(name).orElseThrow();
  }

  private PartnerEntry partner(String code) {
    return books.partner(code).orElseThrow();
  }

  private static <T> Outcome<T> outcome(Reply reply, Supplier<T> done) {
    return reply instanceof Reply.Refused(Refusal refusal, int pinTriesLeft)
        ? new Outcome.Refused<>(refusal, pinTriesLeft)
        : new Outcome.Done<>(done.get());
  }
}
