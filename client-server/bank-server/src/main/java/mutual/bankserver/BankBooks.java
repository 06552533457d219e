package mutual.bankserver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import mutual.bank.Bank;
import mutual.bank.ExchangeView;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is to read of a bank: its books from the core, with names, places and addresses
 * from the database. Safe for any number of threads; each call may block, and fails with an {@link
 * OutageException} if the bank cannot answer.
 */
public final class BankBooks {
  private static final Duration READ_OWN_WRITES_PATIENCE = Duration.ofSeconds(2);
  private static final int INTERNAL_ACCOUNTS_READ_MAX = 100_000;
  private static final int OPEN_EXCHANGES_COUNTED_MAX = 10_000;

  private final BankLog log;
  private final PersonRecords persons;
  private final NodeRecords nodes;
  private final Statements statements;
  private final StatementProjection projection;
  private final Predicate<String> reachable;

  BankBooks(
      BankLog log,
      PersonRecords persons,
      NodeRecords nodes,
      Statements statements,
      StatementProjection projection,
      Predicate<String> reachable) {
    this.log = log;
    this.persons = persons;
    this.nodes = nodes;
    this.statements = statements;
    this.projection = projection;
    this.reachable = reachable;
  }

  public List<CustomerEntry> customers(@Nullable UUID after, int max) {
    return persons.list(after, max);
  }

  public Optional<CustomerEntry> customer(UUID id) {
    return Optional.ofNullable(persons.names(List.of(id)).get(id))
        .map(name -> new CustomerEntry(id, name));
  }

  /** Those whose names contain this text, in any case; in the order of their names. */
  public List<CustomerEntry> customersNamed(String part, int max) {
    return persons.named(part, max);
  }

  public Optional<AccountEntry> account(String number) {
    return log.read(bank -> Optional.ofNullable(bank.account(number)))
        .map(account -> entries(List.of(account)).getFirst());
  }

  /**
   * In the order of their numbers.
   *
   * @param customer null for everybody's
   * @param after the last number of the page before; null for the first page
   */
  public List<AccountEntry> accounts(
      @Nullable UUID customer, @Nullable String after, int max, boolean includeInternal) {
    return entries(log.read(bank -> bank.accounts(customer, after, max, includeInternal)));
  }

  private List<AccountEntry> entries(List<Bank.AccountView> accounts) {
    Map<UUID, String> names =
        persons.names(
            accounts.stream().map(Bank.AccountView::customer).filter(Objects::nonNull).toList());
    List<AccountEntry> entries = new ArrayList<>(accounts.size());
    for (Bank.AccountView account : accounts) {
      UUID customer = account.customer();
      entries.add(
          new AccountEntry(account, customer == null ? null : names.getOrDefault(customer, "")));
    }
    return entries;
  }

  /** The account of the cash that is in no machine. */
  public AccountEntry vault() {
    return internal(Bank.AccountView.Kind.VAULT);
  }

  private AccountEntry internal(Bank.AccountView.Kind kind) {
    return accounts(null, null, INTERNAL_ACCOUNTS_READ_MAX, true).stream()
        .filter(entry -> entry.account().kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  public Optional<CardEntry> card(String number) {
    return log.read(bank -> Optional.ofNullable(bank.card(number)))
        .map(card -> cardEntries(List.of(card)).getFirst());
  }

  /** In the order of their numbers. */
  public List<CardEntry> cards(@Nullable String after, int max) {
    return cardEntries(log.read(bank -> bank.cards(after, max)));
  }

  private List<CardEntry> cardEntries(Collection<Bank.CardView> cards) {
    Map<UUID, String> names = persons.names(cards.stream().map(Bank.CardView::customer).toList());
    return cards.stream()
        .map(card -> new CardEntry(card, names.getOrDefault(card.customer(), "")))
        .toList();
  }

  /** The cards that draw on this account. */
  public List<CardEntry> cardsOf(String account) {
    return cardEntries(log.read(bank -> bank.cardsOf(account)));
  }

  public List<MachineEntry> machines() {
    Map<String, NodeRecords.MachineRecord> records = nodes.machines();
    return log.read(Bank::machines).stream()
        .map(
            machine -> {
              NodeRecords.MachineRecord record = records.get(machine.machine());
              return record == null
                  ? new MachineEntry(machine, "", null)
                  : new MachineEntry(machine, record.place(), record.report());
            })
        .toList();
  }

  public Optional<MachineEntry> machine(String name) {
    return machines().stream().filter(entry -> entry.machine().machine().equals(name)).findFirst();
  }

  public List<PartnerEntry> partners() {
    Map<String, NodeRecords.PartnerRecord> records = nodes.partners();
    return log.read(Bank::partners).stream()
        .map(
            partner -> {
              String code = partner.bankCode();
              NodeRecords.PartnerRecord record = records.get(code);
              return record == null
                  ? new PartnerEntry(partner, code, List.of(), reachable.test(code))
                  : new PartnerEntry(
                      partner, record.name(), record.addresses(), reachable.test(code));
            })
        .toList();
  }

  public Optional<PartnerEntry> partner(String code) {
    return partners().stream().filter(entry -> entry.partner().bankCode().equals(code)).findFirst();
  }

  /** Newest first, from after {@code before} (null: from the newest). */
  public List<ExchangeView> exchanges(@Nullable UUID before, int max, boolean openOnly) {
    return log.read(bank -> bank.exchanges(before, max, openOnly));
  }

  public Optional<ExchangeView> exchange(UUID id) {
    return log.read(bank -> Optional.ofNullable(bank.exchange(id)));
  }

  /** Messages that partners have not acknowledged, oldest first. */
  public List<Bank.OutstandingMessage> outstanding(int max) {
    return log.read(bank -> bank.outstanding(max));
  }

  /**
   * An account's newest movements, newest first. Waits a moment for the database, so that whoever
   * moved money sees it.
   */
  public List<StatementLine> movements(String account, int max) {
    long newest = log.read(bank -> bank.lastPosting(account));
    if (!projection.catchUp(newest, READ_OWN_WRITES_PATIENCE)) {
      throw new OutageException(
          OutageException.Kind.BUSY, "statements are behind the books; ask again later", null);
    }
    return statements.list(account, newest, max);
  }

  /**
   * An account's movements, newest first, beginning with this one.
   *
   * @param from {@link StatementLine#previous} of the last one read before
   * @throws IllegalArgumentException if that is not a movement of this account
   */
  public List<StatementLine> movements(String account, long from, int max) {
    return statements.list(account, from, max);
  }

  public List<ClientEntry> clients() {
    return nodes.clients();
  }

  /** Checks the core's books, the statements against them, and the machines' counts. */
  public AuditResult audit() {
    return new BankAudit(log, statements, projection, this).run(Instant.now());
  }

  public BankStatus status() {
    record Seen(long lastPosting, int outstanding, List<ExchangeView> open) {}
    Seen seen =
        log.read(
            bank ->
                new Seen(
                    bank.lastPosting(),
                    bank.outstanding(OPEN_EXCHANGES_COUNTED_MAX).size(),
                    bank.exchanges(null, OPEN_EXCHANGES_COUNTED_MAX, true)));
    Map<ExchangeView.State, Integer> states = new EnumMap<>(ExchangeView.State.class);
    for (ExchangeView exchange : seen.open()) {
      states.merge(exchange.state(), 1, Integer::sum);
    }
    var status = log.status();
    return new BankStatus(
        status.position(),
        status.snapshotPosition(),
        status.logBytes(),
        Math.max(0, seen.lastPosting() - projection.projected()),
        seen.outstanding(),
        Map.copyOf(states));
  }
}
