package mutual.bankserver;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * The bank's SQL database: one H2 file in the data folder. It holds what must not be in the log
 * (personal data, credentials, rights) and the statements, which are copied from the log. No money
 * is decided here.
 *
 * <p>Its scheme grows by numbered steps; each is applied once, in one transaction with its number.
 */
final class Database implements AutoCloseable {
  private static final int CONNECTIONS_MAX = 16;

  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              "create table customer (id uuid primary key, name varchar(100) not null)",
              "create table operator (name varchar(100) primary key, password varchar(500) not"
                  + " null)",
              "create table client (node_id varchar(100) primary key, name varchar(100) not null,"
                  + " rights varchar(200) not null)",
              "create table machine (machine varchar(40) primary key, place varchar(100) not null,"
                  + " last_seen bigint, status varchar(40), counted bigint, cassettes"
                  + " varchar(2000))",
              "create table partner (code char(4) primary key, name varchar(100) not null,"
                  + " addresses varchar(3000) not null)",
              "create table posting (sequence bigint primary key, time_millis bigint not null,"
                  + " account varchar(34) not null, amount bigint not null, balance_after bigint"
                  + " not null, kind varchar(40) not null, counterparty varchar(60) not null,"
                  + " reference varchar(200) not null, id uuid not null)",
              "create unique index posting_of_account on posting (account, sequence)",
              "create table projection (one int primary key, up_to bigint not null)",
              "insert into projection values (1, 0)"),
          // Every posting names the one before it of the same account, so that a statement is read
          // from the newest on along these names. Storing is appending only; an index by account
          // cost twenty times as much as all the rest.
          List.of(
              "alter table posting add column previous bigint default 0 not null",
              "update posting p set previous = coalesce((select max(q.sequence) from posting q"
                  + " where q.account = p.account and q.sequence < p.sequence), 0)",
              "drop index posting_of_account"));

  private final JdbcConnectionPool pool;

  Database(Path file) {
    // Names are case-sensitive as written below; the file is made if it is not there.
    pool = JdbcConnectionPool.create("jdbc:h2:file:" + file.toAbsolutePath(), "bank", "");
    pool.setMaxConnections(CONNECTIONS_MAX);
    transact(Database::migrate);
  }

  /** Work on one connection. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Work on one connection that gives nothing. */
  @FunctionalInterface
  interface Change {
    void on(Connection connection) throws SQLException;
  }

  <T> T query(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new OutageException(
          OutageException.Kind.UNAVAILABLE, "the bank's database does not answer", e);
    }
  }

  /** One transaction, on disk (synced) when this returns. */
  <T> T transactAndGet(Work<T> work) {
    return query(
        connection -> {
          connection.setAutoCommit(false);
          try {
            T value = work.on(connection);
            connection.commit();
            try (Statement sync = connection.createStatement()) {
              sync.execute("checkpoint sync");
            }
            return value;
          } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
          } finally {
            connection.setAutoCommit(true);
          }
        });
  }

  void transact(Change change) {
    var _ =
        transactAndGet(
            connection -> {
              change.on(connection);
              return true;
            });
  }

  @Override
  public void close() {
    // The last connection closed makes H2 close the file.
    pool.dispose();
  }

  private static void migrate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists scheme_step (number int primary key)");
      int done;
      try (ResultSet rows = statement.executeQuery("select count(*) from scheme_step")) {
        rows.next();
        done = rows.getInt(1);
      }
      if (done > STEPS.size()) {
        throw new IllegalStateException(
            "the database was written by a newer program: its scheme has step " + done);
      }
      for (int step = done; step < STEPS.size(); step++) {
        for (String sql : STEPS.get(step)) {
          statement.execute(sql);
        }
        statement.execute("insert into scheme_step values (" + (step + 1) + ")");
      }
    }
  }
}
