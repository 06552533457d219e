package mutual.bank;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import mutual.bank.ExchangeView.State;

/**
 * Banks, their machines and the messages between them in simulated time. Messages are lost,
 * doubled, delayed and overtake each other; answers get lost; machines die after paying out, and
 * people resolve what they left.
 */
final class TestTown {
  private static final String[] CODES = {"NORT", "SOUT", "EAST"};
  private static final long NOTE = 1_000;
  private static final int MACHINE_CASH = 200_000;
  private static final long DEADLINE = 8_000;

  final Random random;
  final TestBank.Time time = new TestBank.Time();
  final List<TestBank> banks = new ArrayList<>();
  final Map<String, Long> notes = new HashMap<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<String> cards = new ArrayList<>();
  private final List<String> accounts = new ArrayList<>();
  private final Map<UUID, Long> leftBehind = new HashMap<>();
  private long sequence;
  private double loss;
  private long delayMax;
  boolean open = true;

  private record Event(long millis, long sequence, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(millis, other.millis);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  TestTown(Random random) {
    this.random = random;
    loss = random.nextDouble() * 0.4;
    delayMax = new long[] {50, 1_000, 5_000, 20_000}[random.nextInt(4)];
    int count = 2 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      FeeSchedule fees = new FeeSchedule(100L * random.nextInt(3), 50L * random.nextInt(2));
      TestBank bank = new TestBank(time, CODES[i], "99900" + (i + 1), fees);
      banks.add(bank);
      for (int m = 0; m < 2; m++) {
        String machine = bank.addMachine("m" + m, 10 + m, MACHINE_CASH);
        notes.put(bank.code + machine, (long) MACHINE_CASH);
      }
      for (int a = 0; a < 3; a++) {
        String account = bank.openAccount(random.nextInt(300_000) + 1L);
        accounts.add(account);
        cards.add(bank.issueCard(account));
      }
    }
    for (TestBank bank : banks) {
      for (TestBank other : banks) {
        if (bank != other) {
          int index = banks.indexOf(other);
          long cap = 20_000L + random.nextInt(1_000_000);
          String prefix = "99900" + (index + 1);
          bank.apply(new Command.AddPartner(other.code, TestBank.key(100 + index), prefix, cap));
        }
      }
    }
    banks.forEach(this::courier);
  }

  void later(long delay, Runnable action) {
    events.add(new Event(time.millis + delay, ++sequence, action));
  }

  boolean step() {
    Event event = events.poll();
    if (event == null) {
      return false;
    }
    time.millis = Math.max(time.millis, event.millis);
    event.action.run();
    return true;
  }

  /** Carries something over the network: never, once or twice, each time after some while. */
  private void carry(Runnable delivery) {
    int copies = random.nextDouble() < loss ? 0 : random.nextInt(8) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      later(1 + random.nextLong(delayMax), delivery);
    }
  }

  /** From now on nothing is lost, and nothing new begins. */
  void calmDown() {
    open = false;
    loss = 0;
    delayMax = 10;
    for (TestBank bank : banks) {
      for (Bank.PartnerView p : bank.bank.partners()) {
        bank.apply(new Command.UpdatePartner(p.bankCode(), p.netDebitCap(), false));
      }
    }
  }

  /** A bank's courier sends whatever is outstanding, again and again. */
  private void courier(TestBank bank) {
    for (Bank.OutstandingMessage outstanding : bank.bank.outstanding(1_000)) {
      PartnerMessage message = outstanding.message();
      if (message instanceof PartnerMessage.Authorise
          && time.millis - outstanding.sinceMillis() > DEADLINE) {
        bank.apply(new Command.RequestUnanswered(message.id()));
      } else {
        carry(() -> deliver(bank, outstanding));
      }
    }
    if (open || !settled()) {
      later(500 + random.nextInt(2_000), () -> courier(bank));
    }
  }

  private void deliver(TestBank from, Bank.OutstandingMessage outstanding) {
    TestBank to = bank(outstanding.bankCode());
    PartnerMessage message = outstanding.message();
    PinVerifier pin = message instanceof PartnerMessage.Authorise ? TestBank.RIGHT : null;
    if (pin != null && message.id().getLeastSignificantBits() % 7 == 0) {
      pin = TestBank.WRONG;
    }
    Reply reply = to.apply(new Command.FromPartner(from.code, message, pin));
    PartnerAnswer answer = ((Reply.ToPartner) reply).answer();
    UUID id = message.id();
    carry(() -> from.apply(new Command.PartnerAnswered(id, message.kind(), answer)));
  }

  TestBank bank(String code) {
    return banks.stream().filter(b -> b.code.equals(code)).findFirst().orElseThrow();
  }

  boolean settled() {
    return banks.stream().allMatch(b -> b.bank.exchanges(null, 1, true).isEmpty());
  }

  /** A customer, a teller or an operator does something. */
  void somebodyActs() {
    TestBank bank = banks.get(random.nextInt(banks.size()));
    switch (random.nextInt(12)) {
      case 0 -> transfer(bank);
      case 1 -> deposit(bank);
      case 2 -> operate(bank);
      case 3 -> changePin(bank);
      default -> withdraw(bank, "m" + random.nextInt(2), cards.get(random.nextInt(cards.size())));
    }
  }

  private void transfer(TestBank bank) {
    String from = accounts.get(random.nextInt(accounts.size()));
    String to = accounts.get(random.nextInt(accounts.size()));
    long amount = random.nextInt(30_000);
    Command command = new Command.Transfer(bank.id(), from, to, amount, TestBank.EUR, "r");
    bank.apply(command);
    carry(() -> bank.apply(command));
  }

  private void deposit(TestBank bank) {
    String card = cards.get(random.nextInt(cards.size()));
    long amount = NOTE * random.nextInt(20);
    Command command =
        new Command.Deposit(bank.id(), "m0", card, TestBank.RIGHT, amount, TestBank.EUR, null);
    Reply reply = bank.apply(command);
    if (reply instanceof Reply.Transferred) {
      notes.merge(bank.code + "m0", amount, Long::sum);
    }
    carry(() -> bank.apply(command));
  }

  private void operate(TestBank bank) {
    String card = cards.get(random.nextInt(cards.size()));
    switch (random.nextInt(4)) {
      case 0 -> bank.apply(new Command.BlockCard(card));
      case 1 -> bank.apply(new Command.UnblockCard(card));
      default -> {
        List<Bank.PartnerView> partners = bank.bank.partners();
        Bank.PartnerView p = partners.get(random.nextInt(partners.size()));
        boolean suspended = random.nextInt(4) == 0;
        bank.apply(new Command.UpdatePartner(p.bankCode(), p.netDebitCap(), suspended));
      }
    }
  }

  private void changePin(TestBank bank) {
    String card = cards.get(random.nextInt(cards.size()));
    PinVerifier tried = random.nextInt(3) == 0 ? TestBank.WRONG : TestBank.RIGHT;
    Command command = new Command.ChangePin(bank.id(), "m0", card, tried, TestBank.RIGHT);
    bank.apply(command);
    carry(() -> bank.apply(command));
    if (random.nextInt(4) == 0) {
      bank.apply(new Command.SetPin(card, TestBank.RIGHT));
    }
  }

  private void withdraw(TestBank bank, String machine, String card) {
    UUID id = bank.id();
    long amount = NOTE * random.nextInt(40);
    Command.Found who = bank.bank.founded();
    if (who == null) {
      throw new AssertionError("not founded");
    }
    boolean own = card.startsWith(who.cardPrefix());
    long fee = own ? who.fees().ownWithdrawal() : who.fees().foreignWithdrawal();
    Command command =
        own
            ? new Command.Withdraw(id, machine, card, TestBank.RIGHT, amount, TestBank.EUR, fee)
            : new Command.WithdrawForeign(
                id, machine, card, TestBank.SEALED, amount, TestBank.EUR, fee);
    ask(bank, machine, command, id, time.millis + 1_000 + random.nextInt(30_000));
  }

  /** The machine asks until it is answered or the customer has waited long enough. */
  private void ask(TestBank bank, String machine, Command command, UUID id, long until) {
    boolean[] answered = new boolean[1];
    carry(
        () -> {
          Reply reply = bank.apply(command);
          carry(
              () -> {
                if (!answered[0]) {
                  answered[0] = answer(bank, machine, id, reply);
                }
              });
        });
    later(
        3_000,
        () -> {
          if (answered[0]) {
            return;
          }
          if (time.millis < until) {
            answered[0] = true;
            ask(bank, machine, command, id, until);
          } else {
            answered[0] = true;
            say(bank, new Command.ReverseWithdrawal(id, machine), 0);
          }
        });
  }

  /** True if the reply settles whether to pay out. */
  private boolean answer(TestBank bank, String machine, UUID id, Reply reply) {
    ExchangeView exchange = bank.bank.exchange(id);
    boolean approved =
        reply instanceof Reply.Approved
            || (reply instanceof Reply.Begun
                && exchange != null
                && exchange.state() == State.APPROVED);
    if (reply instanceof Reply.Begun && !approved) {
      return exchange != null && exchange.state() != State.REQUESTED;
    }
    if (!approved || exchange == null || exchange.state() != State.APPROVED) {
      return true;
    }
    long paid =
        switch (random.nextInt(5)) {
          case 0 -> 0;
          case 1 -> exchange.amount() / 2 / NOTE * NOTE;
          default -> exchange.amount();
        };
    notes.merge(bank.code + machine, -paid, Long::sum);
    if (random.nextInt(6) == 0) {
      leftBehind.put(id, paid);
      return true;
    }
    Command said =
        paid == 0 && random.nextBoolean()
            ? new Command.ReverseWithdrawal(id, machine)
            : new Command.ConfirmWithdrawal(id, machine, paid);
    say(bank, said, 0);
    return true;
  }

  /** The machine tells what happened until it is acknowledged. */
  private void say(TestBank bank, Command command, int times) {
    boolean[] acknowledged = new boolean[1];
    carry(
        () -> {
          Reply reply = bank.apply(command);
          carry(() -> acknowledged[0] = reply instanceof Reply.Done || times > 100);
        });
    later(
        2_000,
        () -> {
          if (!acknowledged[0]) {
            say(bank, command, times + 1);
          }
        });
  }

  /** People look at what dead machines left: they count the notes. */
  void resolveLeftBehind() {
    for (TestBank bank : banks) {
      for (ExchangeView exchange : bank.bank.exchanges(null, 1_000, true)) {
        if (exchange.state() == State.APPROVED) {
          long paid = leftBehind.getOrDefault(exchange.id(), 0L);
          bank.apply(new Command.ResolveExchange(exchange.id(), paid));
        }
      }
    }
  }
}
