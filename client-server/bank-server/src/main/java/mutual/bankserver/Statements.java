package mutual.bankserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mutual.bank.Bank;

/**
 * Postings in SQL, copied from the log by {@link StatementProjection}. Each batch is stored in one
 * transaction together with the number of its last posting, so it is in whole or not at all.
 */
final class Statements {
  private final Database database;

  Statements(Database database) {
    this.database = database;
  }

  /** Number of the last posting stored. */
  long upTo() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement("select up_to from projection");
              ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  /**
   * Stores postings that follow on what is stored. Not synced: what a power cut takes, it takes
   * with its number, and the log still has it until {@link #sync}.
   */
  void add(List<Bank.Posting> postings) {
    var _ =
        database.query(
            connection -> {
              connection.setAutoCommit(false);
              try {
                insert(connection, postings);
                connection.commit();
              } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
              } finally {
                connection.setAutoCommit(true);
              }
              return postings.size();
            });
  }

  private static void insert(Connection connection, List<Bank.Posting> postings)
      throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement("insert into posting values (?,?,?,?,?,?,?,?,?,?)");
        PreparedStatement update =
            connection.prepareStatement("update projection set up_to = ? where up_to < ?")) {
      for (Bank.Posting posting : postings) {
        insert.setLong(1, posting.sequence());
        insert.setLong(2, posting.timestampMillis());
        insert.setString(3, posting.account());
        insert.setLong(4, posting.amount());
        insert.setLong(5, posting.balanceAfter());
        insert.setString(6, posting.kind());
        insert.setString(7, posting.counterparty());
        insert.setString(8, posting.reference());
        insert.setObject(9, posting.id());
        insert.setLong(10, posting.previous());
        insert.addBatch();
      }
      insert.executeBatch();
      long last = postings.getLast().sequence();
      update.setLong(1, last);
      update.setLong(2, last);
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("postings up to " + last + " are in the database already");
      }
    }
  }

  /** Makes everything stored so far survive a power cut. */
  void sync() {
    database.transact(_ -> {});
  }

  /**
   * An account's movements, newest first.
   *
   * @param from number of the first; 0 for none
   * @throws IllegalArgumentException if that posting is not of this account
   */
  List<StatementLine> list(String account, long from, int max) {
    return database.query(
        connection -> {
          List<StatementLine> lines = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select sequence, time_millis, amount, balance_after, kind, counterparty,"
                      + " reference, id, previous from posting where sequence = ? and account ="
                      + " ?")) {
            select.setString(2, account);
            for (long next = from; next != 0 && lines.size() < max; ) {
              select.setLong(1, next);
              try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                  throw new IllegalArgumentException("no movement " + next + " on " + account);
                }
                lines.add(line(row));
              }
              next = lines.getLast().previous();
            }
          }
          return lines;
        });
  }

  private static StatementLine line(ResultSet row) throws SQLException {
    return new StatementLine(
        row.getLong(1),
        Instant.ofEpochMilli(row.getLong(2)),
        row.getLong(3),
        row.getLong(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getObject(8, UUID.class),
        row.getLong(9));
  }

  /** Every account's balance after its last posting up to {@code upTo}. */
  Map<String, Long> balances(long upTo) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select p.account, p.balance_after from posting p join (select account,"
                      + " max(sequence) as last from posting where sequence <= ? group by account)"
                      + " l on p.sequence = l.last")) {
            select.setLong(1, upTo);
            Map<String, Long> balances = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                balances.put(rows.getString(1), rows.getLong(2));
              }
            }
            return balances;
          }
        });
  }

  /** Sum of each account's postings up to {@code upTo}. */
  Map<String, Long> sums(long upTo) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select account, cast(sum(amount) as bigint) from posting where sequence <= ?"
                      + " group by account")) {
            select.setLong(1, upTo);
            Map<String, Long> sums = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                sums.put(rows.getString(1), rows.getLong(2));
              }
            }
            return sums;
          }
        });
  }
}
