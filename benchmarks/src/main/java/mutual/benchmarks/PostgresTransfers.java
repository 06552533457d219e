package mutual.benchmarks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mutual.middleware.RequestIds;

/**
 * The same transfers in PostgreSQL: two balances that may not become negative, and a row for each
 * transfer, whose id is applied once.
 */
final class PostgresTransfers {
  private static final long DEPOSIT = 1_000_000_000_000L;

  private static final List<String> SCHEME =
      List.of(
          "create table account (id bigint primary key, balance bigint not null check (balance >="
              + " 0)) with (fillfactor = 50)",
          "create table transfer (id uuid primary key, debit bigint not null, credit bigint not"
              + " null, amount bigint not null, at timestamptz not null default now())",
          // One result each: a transfer that is there already or lacks money leaves the others be.
          """
          create function transfers(ids uuid[], debits bigint[], credits bigint[], amounts bigint[])
          returns int as $$
          declare
            refused int := 0;
          begin
            perform 1 from account where id = any(debits) or id = any(credits)
              order by id for update;
            for i in 1 .. array_length(ids, 1) loop
              insert into transfer (id, debit, credit, amount)
                values (ids[i], debits[i], credits[i], amounts[i]) on conflict do nothing;
              if not found then
                refused := refused + 1;
                continue;
              end if;
              update account set balance = balance - amounts[i]
                where id = debits[i] and balance >= amounts[i];
              if not found then
                delete from transfer where id = ids[i];
                refused := refused + 1;
                continue;
              end if;
              update account set balance = balance + amounts[i] where id = credits[i];
            end loop;
            return refused;
          end $$ language plpgsql
          """,
          // All or nothing, and each balance written once for the whole batch.
          """
          create function transfers_at_once(
            ids uuid[], debits bigint[], credits bigint[], amounts bigint[])
          returns int as $$
          begin
            perform 1 from account where id = any(debits) or id = any(credits)
              order by id for update;
            insert into transfer (id, debit, credit, amount)
              select * from unnest(ids, debits, credits, amounts);
            update account a set balance = a.balance + moved.amount
              from (select id, sum(amount) as amount from (
                  select unnest(debits) as id, -unnest(amounts) as amount
                  union all select unnest(credits), unnest(amounts)) sides group by id) moved
              where a.id = moved.id;
            return 0;
          end $$ language plpgsql
          """);

  private final PostgresCluster cluster;
  private final int accounts;

  PostgresTransfers(PostgresCluster cluster, int accounts) throws SQLException {
    this.cluster = cluster;
    this.accounts = accounts;
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : SCHEME) {
        statement.execute(sql);
      }
      statement.execute(
          "insert into account select n, "
              + DEPOSIT
              + " from generate_series(1, "
              + accounts
              + ") n");
      statement.execute("vacuum analyze");
    }
  }

  /** How a batch is applied. */
  enum BatchFunction {
    EACH_ON_ITS_OWN("transfers"),
    ALL_AT_ONCE("transfers_at_once");

    private final String function;

    BatchFunction(String function) {
      this.function = function;
    }
  }

  /** What one client does again and again: some transfers in one transaction. */
  @FunctionalInterface
  private interface Client {
    void once(SplittableRandom random) throws SQLException;
  }

  /** Makes a client for a connection. */
  @FunctionalInterface
  private interface ClientFactory {
    Client on(Connection connection) throws SQLException;
  }

  /** One transaction for each transfer; transfers per second. */
  double singles(int clients, long seconds, boolean hot)
      throws SQLException, InterruptedException, ExecutionException {
    return run(clients, seconds, 1, connection -> single(connection, hot));
  }

  /** One transaction for each batch; transfers per second. */
  double batches(int clients, long seconds, int transfers, BatchFunction function, boolean hot)
      throws SQLException, InterruptedException, ExecutionException {
    return run(
        clients, seconds, transfers, connection -> batch(connection, transfers, function, hot));
  }

  private Client single(Connection connection, boolean hot) throws SQLException {
    connection.setAutoCommit(false);
    PreparedStatement move =
        connection.prepareStatement("update account set balance = balance + ? where id = ?");
    PreparedStatement insert =
        connection.prepareStatement(
            "insert into transfer (id, debit, credit, amount) values (?, ?, ?, ?)");
    return random -> {
      long credit = credit(random, hot);
      long debit = debit(random, credit);
      // In the order of their numbers, so that no two transactions wait for each other.
      move(move, Math.min(debit, credit), debit < credit ? -1 : 1);
      move(move, Math.max(debit, credit), debit < credit ? 1 : -1);
      insert.setObject(1, RequestIds.next());
      insert.setLong(2, debit);
      insert.setLong(3, credit);
      insert.setLong(4, 1);
      insert.executeUpdate();
      connection.commit();
    };
  }

  private static void move(PreparedStatement move, long account, long amount) throws SQLException {
    move.setLong(1, amount);
    move.setLong(2, account);
    move.executeUpdate();
  }

  private Client batch(Connection connection, int transfers, BatchFunction function, boolean hot)
      throws SQLException {
    PreparedStatement call =
        connection.prepareStatement("select " + function.function + "(?, ?, ?, ?)");
    return random -> {
      UUID[] ids = new UUID[transfers];
      Long[] debits = new Long[transfers];
      Long[] credits = new Long[transfers];
      Long[] amounts = new Long[transfers];
      for (int i = 0; i < transfers; i++) {
        ids[i] = RequestIds.next();
        credits[i] = credit(random, hot);
        debits[i] = debit(random, credits[i]);
        amounts[i] = 1L;
      }
      Array idArray = connection.createArrayOf("uuid", ids);
      call.setArray(1, idArray);
      call.setArray(2, connection.createArrayOf("bigint", debits));
      call.setArray(3, connection.createArrayOf("bigint", credits));
      call.setArray(4, connection.createArrayOf("bigint", amounts));
      try (ResultSet result = call.executeQuery()) {
        if (!result.next() || result.getInt(1) != 0) {
          throw new SQLException("some transfers of a batch were refused");
        }
      }
    };
  }

  private long credit(SplittableRandom random, boolean hot) {
    return hot ? 1 : random.nextLong(1, accounts + 1L);
  }

  private long debit(SplittableRandom random, long credit) {
    return 1 + (credit + random.nextLong(accounts - 1L)) % accounts;
  }

  private double run(int clients, long seconds, int transfersEach, ClientFactory factory)
      throws SQLException, InterruptedException, ExecutionException {
    List<Connection> connections = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Client> made = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        connections.add(cluster.connect());
        made.add(factory.on(connections.getLast()));
      }
      // The first part is not counted: statements get prepared and pages cached.
      var _ = count(threads, made, Math.max(1, seconds / 4));
      long begun = System.nanoTime();
      long done = count(threads, made, seconds);
      return done * transfersEach * 1e9 / (System.nanoTime() - begun);
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static long count(ExecutorService threads, List<Client> clients, long seconds)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<Future<Long>> running = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      Client client = clients.get(i);
      SplittableRandom random = new SplittableRandom(i + end);
      running.add(
          threads.submit(
              () -> {
                long done = 0;
                while (System.nanoTime() < end) {
                  client.once(random);
                  done++;
                }
                return done;
              }));
    }
    long sum = 0;
    for (Future<Long> done : running) {
      sum += done.get();
    }
    return sum;
  }
}
