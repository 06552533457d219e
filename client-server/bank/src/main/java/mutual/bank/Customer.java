package mutual.bank;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A customer: an id and accounts. Who it is stays outside the log. */
final class Customer {
  final UUID id;

  /** In the order of their numbers. */
  final List<Account> accounts = new ArrayList<>(2);

  Customer(UUID id) {
    this.id = id;
  }
}
