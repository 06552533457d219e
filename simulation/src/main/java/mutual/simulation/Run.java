package mutual.simulation;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mutual.bank.Bank;
import mutual.bank.Bank.AccountView.Kind;
import mutual.bank.ExchangeView;

/**
 * One run: a town lives through a storm of faults, then all is repaired, and everybody waits until
 * nothing is outstanding. Invariants are checked after each event, and agreement across banks at
 * the end.
 */
final class Run {
  private static final long START_MILLIS = 1_767_225_600_000L;
  private static final long STORM_SECONDS_MIN = 120;
  private static final long STORM_SECONDS_MAX = 900;
  private static final long CALM_SECONDS_MAX = TimeUnit.HOURS.toSeconds(4);
  private static final long ATTENDANT_MILLIS = TimeUnit.MINUTES.toMillis(20);
  private static final int EVENTS_MAX = 2_000_000;
  private static final int ALL = 1_000_000;

  private final EventQueue queue = new EventQueue(START_MILLIS);
  private final SplittableRandom random;
  private final FaultRates rates;
  private final Network network;
  private final Town town;
  private final Consumer<String> trace;
  private final long moneyAtFirst;
  private boolean storm = true;
  private long events;

  /** What one run came to. */
  record Result(
      long events, long messages, long lost, int crashes, int cuts, int exchanges, int completed) {}

  Run(long seed, Consumer<String> trace) {
    this.random = new SplittableRandom(seed);
    this.rates = FaultRates.draw(random);
    this.network = new Network(queue, random.split(), FaultRates.NONE);
    this.trace = trace;
    Ids ids = new Ids(queue, random.split());
    this.town = new Town(queue, network, random.split(), ids, rates);
    this.moneyAtFirst = money();
  }

  Result toTheEnd() {
    network.rates(rates);
    town.machines().forEach(MachineNode::start);
    town.banks().forEach(this::haunt);
    town.machines().forEach(this::haunt);
    long end =
        queue.nowMillis()
            + TimeUnit.SECONDS.toMillis(random.nextLong(STORM_SECONDS_MIN, STORM_SECONDS_MAX));
    while (queue.nowMillis() < end) {
      step();
    }
    calm();
    return result();
  }

  private void step() {
    String what = queue.step();
    if (!what.isEmpty()) {
      trace.accept(queue.nowMillis() - START_MILLIS + " ms  " + what);
    }
    if (++events > EVENTS_MAX) {
      throw new IllegalStateException("no end after " + EVENTS_MAX + " events");
    }
    checkBooks();
  }

  private void haunt(BankNode bank) {
    every(
        rates.bankCrashSeconds(),
        bank.code() + " crashes",
        () -> {
          if (!bank.running()) {
            return;
          }
          if (random.nextBoolean()) {
            bank.crash();
          } else {
            bank.crashSoon();
          }
        });
    every(20, "", () -> revive(bank));
    every(60, bank.code() + " takes a snapshot", bank::snapshot);
    every(5, "", bank::project);
    for (BankNode other : town.banks()) {
      if (bank.code().compareTo(other.code()) < 0) {
        every(
            rates.partitionSeconds(),
            bank.code() + " and " + other.code() + " are cut off from each other",
            () -> network.cut(bank.code(), other.code(), random.nextLong(1_000, 60_000)));
      }
    }
  }

  private void revive(BankNode bank) {
    if (!bank.running()) {
      bank.restart();
    }
  }

  private void haunt(MachineNode machine) {
    every(
        rates.machineCutSeconds(),
        machine.name() + " loses power",
        () -> {
          if (machine.running()) {
            machine.cutPower(random.nextBoolean());
          }
        });
    every(15, "", () -> revive(machine));
    every(
        400,
        machine.name() + " is attended",
        () -> {
          if (random.nextInt(3) == 0) {
            machine.attend();
          }
        });
  }

  private void revive(MachineNode machine) {
    if (!machine.running()) {
      machine.start();
    }
  }

  /** Again and again while the storm lasts, at random times with this mean. */
  private void every(int meanSeconds, String what, Runnable action) {
    if (meanSeconds == 0) {
      return;
    }
    queue.after(
        random.nextLong(1, 2 * TimeUnit.SECONDS.toMillis(meanSeconds)),
        what,
        () -> {
          if (storm) {
            action.run();
            every(meanSeconds, what, action);
          }
        });
  }

  /**
   * All faults end; people finish; an attendant comes to each machine; then nothing may be left to
   * say.
   */
  private void calm() {
    storm = false;
    network.heal();
    town.close();
    town.banks().forEach(this::revive);
    town.machines().forEach(this::revive);
    long end = queue.nowMillis() + TimeUnit.SECONDS.toMillis(CALM_SECONDS_MAX);
    long attendAt = queue.nowMillis() + ATTENDANT_MILLIS;
    boolean attended = false;
    while (!settled() || !attended) {
      if (queue.nowMillis() > end || queue.isEmpty()) {
        throw new IllegalStateException("not settled after the storm: " + open());
      }
      // A crash that was to come with the next write to a disk still may.
      town.banks().forEach(this::revive);
      town.machines().forEach(this::revive);
      if (queue.nowMillis() > attendAt) {
        attendAt += ATTENDANT_MILLIS;
        attended = true;
        town.machines().forEach(MachineNode::attend);
      }
      step();
    }
    checkAgreement();
  }

  private boolean settled() {
    return town.machines().stream().allMatch(MachineNode::quiet)
        && town.banks().stream()
            .allMatch(
                bank ->
                    bank.running()
                        && bank.query(core -> core.outstanding(1).isEmpty())
                        && bank.query(core -> core.exchanges(null, ALL, true)).isEmpty());
  }

  private String open() {
    StringBuilder text = new StringBuilder();
    for (MachineNode machine : town.machines()) {
      if (!machine.quiet()) {
        text.append('\n').append(machine.describe());
      }
    }
    for (BankNode bank : town.banks()) {
      if (bank.running()) {
        bank.query(core -> core.exchanges(null, ALL, true))
            .forEach(
                exchange -> text.append('\n').append(bank.code()).append(' ').append(exchange));
      }
    }
    return text.toString();
  }

  private void checkBooks() {
    for (BankNode bank : town.banks()) {
      if (bank.running() && bank.touched()) {
        Bank.Audit audit = bank.query(Bank::audit);
        if (!audit.balanced()) {
          throw new IllegalStateException(bank.code() + "'s books do not balance: " + audit);
        }
      }
    }
  }

  private void checkAgreement() {
    for (BankNode bank : town.banks()) {
      for (BankNode other : town.banks()) {
        if (bank != other) {
          long from = position(bank, other).dueFrom();
          long to = position(other, bank).dueTo();
          require(
              from == to,
              "%s thinks %s owes it %d, but %s thinks %d"
                  .formatted(bank.code(), other.code(), from, other.code(), to));
        }
      }
      for (ExchangeView exchange : bank.query(core -> core.exchanges(null, ALL, false))) {
        require(
            exchange.state() != ExchangeView.State.DISPUTED,
            bank.code() + " disputes an exchange between honest banks: " + exchange);
      }
    }
    for (MachineNode machine : town.machines()) {
      long books =
          machine.bank().query(Bank::machines).stream()
              .filter(view -> view.machine().equals(machine.name()))
              .mapToLong(Bank.MachineView::cash)
              .sum();
      long notes = machine.devices().total();
      require(
          books == notes,
          "%s holds %d in notes, %d in the books".formatted(machine.describe(), notes, books));
    }
    require(
        money() == moneyAtFirst,
        "money was %d at first and is %d now".formatted(moneyAtFirst, money()));
  }

  private static Bank.PartnerView position(BankNode bank, BankNode partner) {
    return bank.query(core -> Objects.requireNonNull(core.position(partner.code())));
  }

  /** What people own, in accounts and pockets, and what the banks earned. */
  private long money() {
    long total = town.pocket();
    for (BankNode bank : town.banks()) {
      for (Bank.AccountView account : bank.query(core -> core.accounts(null, null, ALL, true))) {
        if (account.kind() == Kind.CUSTOMER || account.kind() == Kind.FEE_INCOME) {
          total += account.balance();
        }
      }
    }
    return total;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  private Result result() {
    int exchanges = 0;
    int completed = 0;
    for (BankNode bank : town.banks()) {
      for (ExchangeView exchange : bank.query(core -> core.exchanges(null, ALL, false))) {
        exchanges++;
        if (exchange.state() == ExchangeView.State.COMPLETED) {
          completed++;
        }
      }
    }
    return new Result(
        events,
        network.carried(),
        network.lost(),
        town.banks().stream().mapToInt(BankNode::crashes).sum(),
        town.machines().stream().mapToInt(MachineNode::cuts).sum(),
        exchanges,
        completed);
  }
}
