package mutual.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import mutual.bank.CardLimits;
import mutual.bank.Command;
import mutual.bank.FeeSchedule;
import mutual.bank.Reply;

/**
 * Who lives here: banks that know each other, their machines, accounts and cards; and what is in
 * people's pockets.
 */
final class Town {
  static final FeeSchedule FEES = new FeeSchedule(2_50, 0);
  private static final CardLimits CARD_LIMITS = new CardLimits(2_000_00, 30);
  private static final String CURRENCY = "EUR";
  private static final List<String> CODES = List.of("NORT", "SOUT", "EAST", "WEST");
  private static final int EXPIRES = 2040 * 12;
  private static final long OPENING_DEPOSIT_MAX = 3_000_00;

  /** A card in somebody's hand. */
  record Card(String number, String pin) {
    static final Card NONE = new Card("", "");
  }

  private final List<BankNode> banks = new ArrayList<>();
  private final List<MachineNode> machines = new ArrayList<>();
  private final List<Card> cards = new ArrayList<>();
  private final List<String> accounts = new ArrayList<>();
  private long pocket;
  private boolean closed;

  Town(EventQueue queue, Network network, SplittableRandom random, Ids ids, FaultRates rates) {
    int bankCount = random.nextInt(2, CODES.size() + 1);
    for (int i = 0; i < bankCount; i++) {
      banks.add(new BankNode(CODES.get(i), queue, network, random.split()));
    }
    for (BankNode bank : banks) {
      bank.start();
      found(bank, random, ids);
    }
    for (BankNode bank : banks) {
      for (int m = random.nextInt(1, 4); m > 0; m--) {
        String name = bank.code().toLowerCase(java.util.Locale.ROOT) + "-" + m;
        int notesEach = random.nextInt(10, 200);
        MachineNode machine =
            new MachineNode(
                name,
                bank,
                queue,
                network,
                random.split(),
                ids,
                notesEach,
                rates.deviceFault(),
                this);
        bank.applySurely(new Command.AddMachine(name, key(random)));
        bank.applySurely(new Command.LoadCash(ids.next(), name, machine.devices().total()));
        machines.add(machine);
      }
    }
    // Numbers nobody issued, and one with a wrong check digit.
    cards.add(new Card("9990099999999999", "1234"));
    cards.add(new Card("4999990000000000", "1234"));
  }

  private void found(BankNode bank, SplittableRandom random, Ids ids) {
    bank.applySurely(new Command.Found(bank.code(), prefix(bank), CURRENCY, FEES, CARD_LIMITS));
    bank.applySurely(new Command.FundVault(ids.next(), 1_000_000_00));
    for (BankNode other : banks) {
      if (other != bank) {
        bank.befriend(other);
        long cap = random.nextInt(3) == 0 ? random.nextLong(100_00, 2_000_00) : 1_000_000_00;
        bank.applySurely(new Command.AddPartner(other.code(), key(random), prefix(other), cap));
      }
    }
    for (int c = random.nextInt(2, 5); c > 0; c--) {
      UUID customer = ids.next();
      bank.applySurely(new Command.OpenCustomer(customer));
      for (int a = random.nextInt(1, 3); a > 0; a--) {
        long overdraft = random.nextInt(4) == 0 ? 200_00 : 0;
        String account =
            ((Reply.AccountOpened)
                    bank.applySurely(
                        new Command.OpenAccount(ids.next(), customer, CURRENCY, overdraft)))
                .account();
        accounts.add(account);
        bank.applySurely(
            new Command.CounterDeposit(
                ids.next(),
                account,
                random.nextLong(1, OPENING_DEPOSIT_MAX),
                CURRENCY,
                "opening deposit"));
        String card =
            ((Reply.CardIssued)
                    bank.applySurely(new Command.IssueCard(ids.next(), account, EXPIRES, 0, 0)))
                .card();
        String pin = String.valueOf(random.nextInt(1000, 9999));
        bank.applySurely(new Command.SetPin(card, Pins.verifier(card, pin)));
        cards.add(new Card(card, pin));
      }
    }
  }

  private static String prefix(BankNode bank) {
    return "99900" + (1 + CODES.indexOf(bank.code()));
  }

  private static byte[] key(SplittableRandom random) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return key;
  }

  List<BankNode> banks() {
    return banks;
  }

  List<MachineNode> machines() {
    return machines;
  }

  Card anyCard(SplittableRandom random) {
    return cards.get(random.nextInt(cards.size()));
  }

  String anyAccount(SplittableRandom random) {
    return accounts.get(random.nextInt(accounts.size()));
  }

  /** Cash that people carry, in minor units, since the town was founded. */
  long pocket() {
    return pocket;
  }

  void pocket(long change) {
    pocket += change;
  }

  /** No new customers come to the machines. */
  void close() {
    closed = true;
  }

  boolean closed() {
    return closed;
  }
}
