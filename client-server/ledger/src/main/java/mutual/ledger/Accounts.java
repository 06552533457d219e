package mutual.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The accounts of a ledger, in the order of their creation: eight longs each. */
final class Accounts {
  static final int NONE = HashIndex.NONE;

  static final int ID = 0;
  static final int DEBITS_PENDING = 1;
  static final int DEBITS_POSTED = 2;
  static final int CREDITS_PENDING = 3;
  static final int CREDITS_POSTED = 4;
  static final int ALLOWANCE = 5;
  static final int CURRENCY = 6;
  static final int FLAGS = 7;

  private static final int ACCOUNT_UNITS = 8 / Slabs.UNIT_LONGS;
  private static final int EXTENT_ACCOUNTS = Slabs.EXTENT_UNITS / ACCOUNT_UNITS;
  private static final int EXTENT_ACCOUNTS_SHIFT = 6;

  private final Slabs slabs;
  private final int accountsMax;
  private final HashIndex index;
  private final ExtentList extents = new ExtentList();
  private int count;

  Accounts(Slabs slabs, int accountsMax) {
    this.slabs = slabs;
    this.accountsMax = accountsMax;
    this.index = new HashIndex(slabs);
  }

  int count() {
    return count;
  }

  int find(long id) {
    int hash = HashIndex.hash(id);
    int address = index.first(hash);
    while (address != NONE && get(address, ID) != id) {
      address = index.next(hash, address);
    }
    return address;
  }

  /** Reads where this id is looked for; see {@link LookAhead}. */
  long touch(long id) {
    return index.touch(HashIndex.hash(id));
  }

  /** The address that has this id, but for collisions; {@link #NONE} for none. */
  int likely(long id) {
    return index.first(HashIndex.hash(id));
  }

  /** The account created as number {@code ordinal}, from 0. */
  int at(int ordinal) {
    return Slabs.address(extents.get(ordinal >>> EXTENT_ACCOUNTS_SHIFT))
        + (ordinal & (EXTENT_ACCOUNTS - 1)) * ACCOUNT_UNITS;
  }

  long get(int address, int field) {
    return slabs.slab(address)[Slabs.offset(address) + field];
  }

  void set(int address, int field, long value) {
    slabs.slab(address)[Slabs.offset(address) + field] = value;
  }

  void add(int address, int field, long amount) {
    slabs.slab(address)[Slabs.offset(address) + field] += amount;
  }

  AccountResult create(long id, int currency, int flags, long allowance) {
    if (id == 0) {
      return AccountResult.ID_MUST_NOT_BE_ZERO;
    }
    if (!AccountFlags.possible(flags) || (flags & AccountFlags.CLOSED) != 0) {
      return AccountResult.FLAGS_INVALID;
    }
    if (currency <= 0) {
      return AccountResult.CURRENCY_INVALID;
    }
    if (allowance < 0) {
      return AccountResult.ALLOWANCE_NEGATIVE;
    }
    int existing = find(id);
    if (existing != NONE) {
      boolean same =
          get(existing, CURRENCY) == currency
              && (get(existing, FLAGS) & ~AccountFlags.CLOSED) == flags
              && get(existing, ALLOWANCE) == allowance;
      return same ? AccountResult.EXISTS : AccountResult.EXISTS_WITH_DIFFERENT_CONTENT;
    }
    if (count == accountsMax) {
      return AccountResult.CAPACITY_REACHED;
    }
    append(id, currency, flags, allowance);
    return AccountResult.OK;
  }

  int append(long id, int currency, int flags, long allowance) {
    if (count % EXTENT_ACCOUNTS == 0) {
      extents.add(slabs.allocate());
    }
    int address = at(count++);
    set(address, ID, id);
    set(address, ALLOWANCE, allowance);
    set(address, CURRENCY, currency);
    set(address, FLAGS, flags);
    index.insert(HashIndex.hash(id), address);
    return address;
  }

  AccountResult changeAllowance(long id, long allowance) {
    if (allowance < 0) {
      return AccountResult.ALLOWANCE_NEGATIVE;
    }
    int address = find(id);
    if (address == NONE) {
      return AccountResult.NOT_FOUND;
    }
    set(address, ALLOWANCE, allowance);
    return AccountResult.OK;
  }

  AccountResult close(long id) {
    int address = find(id);
    if (address == NONE) {
      return AccountResult.NOT_FOUND;
    }
    if (get(address, DEBITS_PENDING) != 0
        || get(address, CREDITS_PENDING) != 0
        || get(address, DEBITS_POSTED) != get(address, CREDITS_POSTED)) {
      return AccountResult.NOT_EMPTY;
    }
    set(address, FLAGS, get(address, FLAGS) | AccountFlags.CLOSED);
    return AccountResult.OK;
  }

  AccountBalance balance(int address) {
    return new AccountBalance(
        get(address, ID),
        (int) get(address, CURRENCY),
        (int) get(address, FLAGS),
        get(address, ALLOWANCE),
        get(address, DEBITS_PENDING),
        get(address, DEBITS_POSTED),
        get(address, CREDITS_PENDING),
        get(address, CREDITS_POSTED));
  }

  List<CurrencyTotals> totals() {
    TreeMap<Integer, CurrencySums> sums = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      int address = at(i);
      CurrencySums sum =
          sums.computeIfAbsent((int) get(address, CURRENCY), currency -> new CurrencySums());
      sum.add(
          get(address, DEBITS_PENDING),
          get(address, DEBITS_POSTED),
          get(address, CREDITS_PENDING),
          get(address, CREDITS_POSTED));
    }
    List<CurrencyTotals> totals = new ArrayList<>(sums.size());
    sums.forEach((currency, sum) -> totals.add(sum.totals(currency)));
    return List.copyOf(totals);
  }
}
