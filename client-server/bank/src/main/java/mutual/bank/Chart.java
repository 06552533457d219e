package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import mutual.bank.Bank.AccountView.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The chart of accounts, and the customers. Customers' accounts are numbered from 1, the bank's own
 * from {@link #INTERNAL_FIRST}; the number's digits are the account's id in the ledger.
 */
final class Chart {
  static final long INTERNAL_FIRST = 9_000_000_000L;

  private final List<Account> customerAccounts = new ArrayList<>();
  private final List<Account> internalAccounts = new ArrayList<>();
  private final List<Customer> customers = new ArrayList<>();
  private final IdMap<Customer> customersById = new IdMap<>();
  private String bankCode = "";

  void bankCode(String code) {
    bankCode = code;
  }

  AccountNumber accountNumber(long id) {
    return new AccountNumber(bankCode, id);
  }

  String number(long id) {
    return accountNumber(id).toString();
  }

  Customer addCustomer(UUID id) {
    Customer customer = new Customer(id);
    customers.add(customer);
    customersById.put(id, customer);
    return customer;
  }

  @Nullable Customer customer(UUID id) {
    return customersById.get(id);
  }

  int customerCount() {
    return customers.size();
  }

  /** The id that the next account of a customer (or of the bank itself) will have. */
  long nextId(@Nullable Customer customer) {
    return customer != null
        ? customerAccounts.size() + 1L
        : INTERNAL_FIRST + internalAccounts.size() + 1;
  }

  Account add(Kind kind, @Nullable Customer customer, long overdraft) {
    Account account = new Account(nextId(customer), kind, customer, overdraft);
    (customer != null ? customerAccounts : internalAccounts).add(account);
    if (customer != null) {
      customer.accounts.add(account);
    }
    return account;
  }

  @Nullable Account find(long id) {
    boolean internal = id > INTERNAL_FIRST;
    long index = internal ? id - INTERNAL_FIRST - 1 : id - 1;
    List<Account> accounts = internal ? internalAccounts : customerAccounts;
    return index < 0 || index >= accounts.size() ? null : accounts.get((int) index);
  }

  Account get(long id) {
    return Objects.requireNonNull(find(id));
  }

  /** True if some account may have this id that is not a customer's. */
  static boolean internal(long id) {
    return id >= INTERNAL_FIRST;
  }

  /** By number; null also for a number of another bank. */
  @Nullable Account find(AccountNumber number) {
    return number.bankCode().equals(bankCode) ? find(number.digits()) : null;
  }

  /** All accounts in the order of their numbers, those of customers first. */
  List<Account> from(long id, boolean internal, int max) {
    List<Account> list = new ArrayList<>();
    for (long i = Math.max(id, 1); list.size() < max && i <= customerAccounts.size(); i++) {
      list.add(customerAccounts.get((int) i - 1));
    }
    if (internal) {
      long start = Math.max(id - INTERNAL_FIRST, 1);
      for (long i = start; list.size() < max && i <= internalAccounts.size(); i++) {
        list.add(internalAccounts.get((int) i - 1));
      }
    }
    return list;
  }

  void writeSnapshot(DataOutput out) throws IOException {
    out.writeInt(customers.size());
    for (Customer customer : customers) {
      Stored.putId(out, customer.id);
    }
    out.writeInt(customerAccounts.size());
    for (Account account : customerAccounts) {
      Stored.putId(out, Objects.requireNonNull(account.customer).id);
      write(account, out);
    }
    out.writeInt(internalAccounts.size());
    for (Account account : internalAccounts) {
      out.writeByte(account.kind.code());
      write(account, out);
    }
  }

  void readSnapshot(DataInput in, BankLimits limits) throws IOException {
    for (int i = Stored.count(in.readInt(), limits.customersMax()); i > 0; i--) {
      addCustomer(Stored.id(in));
    }
    for (int i = Stored.count(in.readInt(), limits.ledger().accountsMax()); i > 0; i--) {
      Customer customer = customer(Stored.id(in));
      if (customer == null) {
        throw new IOException("an account's customer is missing");
      }
      read(Kind.CUSTOMER, customer, in);
    }
    for (int i = Stored.count(in.readInt(), limits.ledger().accountsMax()); i > 0; i--) {
      read(Kind.ofCode(in.readByte()), null, in);
    }
  }

  private static void write(Account account, DataOutput out) throws IOException {
    out.writeLong(account.overdraft);
    out.writeBoolean(account.closed);
    out.writeLong(account.posted);
    out.writeLong(account.lastPosting);
  }

  private void read(Kind kind, @Nullable Customer customer, DataInput in) throws IOException {
    Account account = add(kind, customer, in.readLong());
    account.closed = in.readBoolean();
    account.posted = in.readLong();
    account.lastPosting = in.readLong();
  }
}
