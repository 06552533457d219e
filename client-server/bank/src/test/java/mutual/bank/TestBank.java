package mutual.bank;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import mutual.ledger.LedgerLimits;
import org.agrona.concurrent.UnsafeBuffer;

/** A bank with its log in memory, and short words for what tests often do. */
final class TestBank {
  static final String EUR = "EUR";
  static final long DAY = 24L * 60 * 60 * 1000;
  static final PinVerifier RIGHT = pin(1);
  static final PinVerifier WRONG = pin(2);
  static final byte[] SEALED = {1, 2, 3};

  final Time time;
  final String code;
  final BankLimits limits;
  final List<Entry> log = new ArrayList<>();
  Bank bank;

  /** What all banks of a test share: the clock, and ids that go with it. */
  static final class Time {
    /** 2026-11-23T10:00:00Z. */
    long millis = 1_795_428_000_000L;

    private long ids;

    UUID id() {
      return id(millis);
    }

    UUID id(long atMillis) {
      return new UUID(atMillis << 16 | 0x7000, 0x8000_0000_0000_0000L | ++ids);
    }
  }

  record Entry(long millis, byte[] command) {}

  TestBank(Time time, String code, String prefix, FeeSchedule fees) {
    this(time, code, prefix, fees, BankLimits.DEFAULT);
  }

  TestBank(Time time, String code, String prefix, FeeSchedule fees, BankLimits limits) {
    this.time = time;
    this.code = code;
    this.limits = small(limits);
    bank = new Bank(this.limits);
    apply(new Command.Found(code, prefix, EUR, fees, new CardLimits(100_000, 10)));
  }

  /** A bank on its own: no fee at its own machines, 2.00 for others' cards. */
  static TestBank north() {
    return new TestBank(new Time(), "NORT", "999001", new FeeSchedule(200, 0));
  }

  /** The ledger's tables in a size fit for hundreds of banks in one test. */
  private static BankLimits small(BankLimits limits) {
    LedgerLimits ledger = limits.ledger();
    return new BankLimits(
        new LedgerLimits(
            Math.min(ledger.accountsMax(), 10_000),
            Math.min(ledger.transfersMax(), 200_000),
            ledger.dedupWindowMillis(),
            ledger.clockSkewMillisMax()),
        limits.customersMax(),
        limits.cardsMax(),
        limits.machinesMax(),
        limits.partnersMax(),
        limits.exchangesMax(),
        limits.requestsMax(),
        limits.amountMax(),
        limits.exchangeRetentionMillis(),
        limits.outstandingPostingsMax());
  }

  static PinVerifier pin(int value) {
    byte[] bytes = new byte[PinVerifier.BYTES];
    Arrays.fill(bytes, (byte) value);
    return new PinVerifier(bytes);
  }

  static byte[] key(int value) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) value);
    return key;
  }

  Reply apply(Command command) {
    byte[] bytes = CommandCodec.encode(command);
    log.add(new Entry(time.millis, bytes));
    return bank.apply(time.millis, new UnsafeBuffer(bytes), 0, bytes.length);
  }

  UUID id() {
    return time.id();
  }

  String openAccount(long balance) {
    UUID customer = id();
    apply(new Command.OpenCustomer(customer));
    return openAccount(customer, balance);
  }

  String openAccount(UUID customer, long balance) {
    Reply reply = apply(new Command.OpenAccount(id(), customer, EUR, 0));
    String account = ((Reply.AccountOpened) reply).account();
    if (balance > 0) {
      apply(new Command.CounterDeposit(id(), account, balance, EUR, "opening"));
    }
    return account;
  }

  /** A card with the {@link #RIGHT} PIN. */
  String issueCard(String account) {
    return issueCard(account, 0, 0);
  }

  String issueCard(String account, long dailyLimit, int dailyCount) {
    int expires = 2030 * 12;
    Reply reply = apply(new Command.IssueCard(id(), account, expires, dailyLimit, dailyCount));
    String card = ((Reply.CardIssued) reply).card();
    apply(new Command.SetPin(card, RIGHT));
    return card;
  }

  String addMachine(String name, int key, long cash) {
    apply(new Command.AddMachine(name, key(key)));
    if (cash > 0) {
      apply(new Command.FundVault(id(), cash));
      apply(new Command.LoadCash(id(), name, cash));
    }
    return name;
  }

  long balance(String account) {
    Bank.AccountView view = bank.account(account);
    return view == null ? Long.MIN_VALUE : view.balance();
  }

  long held(String account) {
    Bank.AccountView view = bank.account(account);
    return view == null ? Long.MIN_VALUE : view.held();
  }

  ExchangeView exchange(UUID id) {
    ExchangeView view = bank.exchange(id);
    if (view == null) {
      throw new AssertionError("no exchange " + id + " at " + code);
    }
    return view;
  }

  Reply.Refused refused(Refusal refusal) {
    return new Reply.Refused(refusal, -1);
  }

  byte[] snapshot() {
    return snapshot(bank);
  }

  static byte[] snapshot(Bank bank) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      bank.writeSnapshot(new DataOutputStream(out));
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new bank with the state of the snapshot. */
  Bank restored(byte[] snapshot) {
    try {
      Bank restored = new Bank(limits);
      restored.readSnapshot(new DataInputStream(new ByteArrayInputStream(snapshot)));
      return restored;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new bank that has been given this one's log from the beginning. */
  Bank replayed() {
    Bank replayed = new Bank(limits);
    for (Entry entry : log) {
      byte[] bytes = entry.command();
      replayed.apply(entry.millis(), new UnsafeBuffer(bytes), 0, bytes.length);
    }
    return replayed;
  }
}
