package mutual.bankserver;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Customers' personal data: all of it is here, none in the log. */
final class PersonRecords {
  private final Database database;

  PersonRecords(Database database) {
    this.database = database;
  }

  /** Keeps the name; false if the id is known by another name. */
  boolean put(UUID id, String name) {
    return database.transactAndGet(
        connection -> {
          try (PreparedStatement find =
              connection.prepareStatement("select name from customer where id = ?")) {
            find.setObject(1, id);
            try (ResultSet row = find.executeQuery()) {
              if (row.next()) {
                return row.getString(1).equals(name);
              }
            }
          }
          try (PreparedStatement insert =
              connection.prepareStatement("insert into customer values (?, ?)")) {
            insert.setObject(1, id);
            insert.setString(2, name);
            insert.executeUpdate();
          }
          return true;
        });
  }

  void remove(UUID id) {
    database.transact(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("delete from customer where id = ?")) {
            delete.setObject(1, id);
            delete.executeUpdate();
          }
        });
  }

  /** In the order of their ids, from after {@code after}. */
  List<CustomerEntry> list(@Nullable UUID after, int max) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select id, name from customer where id > ? order by id limit ?")) {
            select.setObject(1, after == null ? new UUID(0, 0) : after);
            select.setInt(2, max);
            List<CustomerEntry> customers = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                customers.add(new CustomerEntry(rows.getObject(1, UUID.class), rows.getString(2)));
              }
            }
            return customers;
          }
        });
  }

  /** Those whose names contain this text, in any case; in the order of their names. */
  List<CustomerEntry> named(String part, int max) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select id, name from customer where position(lower(?), lower(name)) > 0"
                      + " order by name, id limit ?")) {
            select.setString(1, part);
            select.setInt(2, max);
            List<CustomerEntry> customers = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                customers.add(new CustomerEntry(rows.getObject(1, UUID.class), rows.getString(2)));
              }
            }
            return customers;
          }
        });
  }

  /** The names of those that are known. */
  Map<UUID, String> names(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("select id, name from customer where id = any(?)")) {
            select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            Map<UUID, String> names = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                names.put(rows.getObject(1, UUID.class), rows.getString(2));
              }
            }
            return names;
          }
        });
  }
}
