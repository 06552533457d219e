package mutual.bankserver;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import mutual.bank.Bank;
import mutual.middleware.RequestIds;

/**
 * A few made-up customers with money and cards, so that a new bank can be tried out at once. Doing
 * it again does nothing: what is there already, by name, is left as it is.
 */
public final class DemoSeed {
  /** What the vault is filled with, in minor units. */
  public static final long VAULT = 100_000_00;

  private static final int CARD_YEARS = 4;
  private static final int ENTRIES_MAX = 500;

  /** The demo's people, with the PIN of each one's card and what their accounts begin with. */
  private enum Person {
    ANNA("Demo Customer Anna", "4826", 1_500_00, 320_00),
    BEN("Demo Customer Ben", "7391", 820_50, 0),
    CLARA("Demo Customer Clara", "5172", 45_00, 0),
    DAVID("Demo Customer David", "9063", 12_000_00, 5_000_00);

    private final String fullName;
    private final String pin;
    private final long current;
    private final long savings;

    Person(String fullName, String pin, long current, long savings) {
      this.fullName = fullName;
      this.pin = pin;
      this.current = current;
      this.savings = savings;
    }
  }

  private DemoSeed() {}

  /** A card to try out, with its PIN, which is public. */
  public record DemoCard(String holder, String number, String pin, String account) {}

  /** Makes what is missing, and tells the cards. */
  public static List<DemoCard> seed(BankServer bank) {
    fillVault(bank);
    List<CustomerEntry> known = bank.books().customers(null, ENTRIES_MAX);
    List<DemoCard> cards = new ArrayList<>();
    for (Person person : Person.values()) {
      Optional<CustomerEntry> customer =
          known.stream().filter(entry -> entry.name().equals(person.fullName)).findFirst();
      UUID id = customer.map(CustomerEntry::id).orElseGet(RequestIds::next);
      if (customer.isEmpty()) {
        var _ = bank.office().openCustomer(id, person.fullName).orThrow();
      }
      cards.add(furnish(bank, id, person));
    }
    return List.copyOf(cards);
  }

  private static void fillVault(BankServer bank) {
    if (bank.books().vault().account().balance() == 0
        && bank.books().accounts(null, null, 1, false).isEmpty()) {
      var _ = bank.office().fundVault(RequestIds.next(), VAULT).orThrow();
    }
  }

  private static DemoCard furnish(BankServer bank, UUID customer, Person person) {
    List<Bank.AccountView> accounts = new ArrayList<>(accountsOf(bank, customer));
    String currency = bank.config().currency();
    if (accounts.isEmpty()) {
      accounts.add(open(bank, customer, currency, person.current));
    }
    if (accounts.size() == 1 && person.savings > 0) {
      accounts.add(open(bank, customer, currency, person.savings));
    }
    String account = accounts.getFirst().number();
    Bank.CardView card =
        cardsOf(bank, customer)
            .orElseGet(
                () -> {
                  YearMonth expires = YearMonth.now(ZoneOffset.UTC).plusYears(CARD_YEARS);
                  return bank.office()
                      .issueCard(RequestIds.next(), account, expires, 0, 0)
                      .orThrow()
                      .card();
                });
    if (card.status() == Bank.CardView.Status.INACTIVE) {
      var _ = bank.office().setPin(card.number(), person.pin).orThrow();
    }
    return new DemoCard(person.fullName, card.number(), person.pin, card.account());
  }

  private static Bank.AccountView open(
      BankServer bank, UUID customer, String currency, long deposit) {
    String number =
        bank.office()
            .openAccount(RequestIds.next(), customer, currency, 0)
            .orThrow()
            .account()
            .number();
    var _ =
        bank.office()
            .depositAtCounter(RequestIds.next(), number, deposit, currency, "Demo money")
            .orThrow();
    return bank.books().account(number).orElseThrow().account();
  }

  private static List<Bank.AccountView> accountsOf(BankServer bank, UUID customer) {
    return bank.books().accounts(customer, null, ENTRIES_MAX, false).stream()
        .map(AccountEntry::account)
        .filter(account -> !account.closed())
        .toList();
  }

  private static Optional<Bank.CardView> cardsOf(BankServer bank, UUID customer) {
    return bank.books().cards(null, ENTRIES_MAX).stream()
        .map(CardEntry::card)
        .filter(card -> card.customer().equals(customer))
        .min(Comparator.comparing(Bank.CardView::number));
  }

  /** Carries cash from the vault into a machine, if the books say that it is empty. */
  public static void stockMachine(BankServer bank, String machine, long amount) {
    MachineEntry entry = bank.books().machine(machine).orElseThrow();
    if (entry.machine().cash() == 0 && entry.machine().openExchanges() == 0) {
      var _ = bank.office().loadCash(RequestIds.next(), machine, amount).orThrow();
    }
  }
}
