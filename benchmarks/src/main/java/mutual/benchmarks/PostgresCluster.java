package mutual.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A PostgreSQL of this run's own: made by initdb in a folder, on a free loopback port, stopped and
 * removed at the end. It commits durably, as ours does. PostgreSQL refuses to run as root, so there
 * it runs as {@code postgres} or {@code nobody}.
 */
final class PostgresCluster implements AutoCloseable {
  private static final Path INSTALLATIONS = Path.of("/usr/lib/postgresql");
  private static final long START_SECONDS_MAX = 60;
  private static final long STOP_SECONDS_MAX = 60;
  private static final String USER = "bench";

  private final Path folder;
  private final Process server;
  private final int port;

  private PostgresCluster(Path folder, Process server, int port) {
    this.folder = folder;
    this.server = server;
    this.port = port;
  }

  /** The programs of the newest version installed, as Debian's packages lay them. */
  static Optional<Path> installed() throws IOException {
    if (!Files.isDirectory(INSTALLATIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLATIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
          .max(Comparator.comparingInt(PostgresCluster::version));
    }
  }

  private static int version(Path programs) {
    String name = String.valueOf(programs.getName(programs.getNameCount() - 2));
    return name.matches("[0-9]{1,4}") ? Integer.parseInt(name) : 0;
  }

  static PostgresCluster start(Path programs, Path parent)
      throws IOException, InterruptedException, SQLException {
    Path folder = parent.resolve("postgres");
    Files.createDirectories(folder);
    List<String> as = asUnprivileged(parent, folder);
    Path log = parent.resolve("postgres.log");
    List<String> initdb = new ArrayList<>(as);
    initdb.addAll(
        List.of(
            programs.resolve("initdb").toString(),
            "--pgdata=" + folder.resolve("data"),
            "--auth=trust",
            "--username=" + USER,
            "--encoding=UTF8",
            "--locale=C"));
    Process made =
        new ProcessBuilder(initdb)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (made.waitFor() != 0) {
      throw new IOException("initdb failed:\n" + Files.readString(log));
    }
    int port = freePort();
    List<String> command = new ArrayList<>(as);
    command.addAll(List.of(programs.resolve("postgres").toString(), "-D", folder + "/data"));
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "port=" + port,
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "shared_buffers=512MB",
            "max_wal_size=4GB",
            "max_connections=64")) {
      command.add("-c");
      command.add(setting);
    }
    Process server =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    PostgresCluster cluster = new PostgresCluster(folder, server, port);
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroy, "end-postgres"));
    try {
      cluster.awaitAnswer(log);
      return cluster;
    } catch (IOException | SQLException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** What to put before a command so that it does not run as root. */
  private static List<String> asUnprivileged(Path parent, Path folder) throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    for (String name : List.of("postgres", "nobody")) {
      try {
        UserPrincipal user =
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.setOwner(folder, user);
        // It must get through to its own folder, not see what else is there.
        EnumSet<PosixFilePermission> passable = EnumSet.of(PosixFilePermission.OTHERS_EXECUTE);
        passable.addAll(Files.getPosixFilePermissions(parent));
        Files.setPosixFilePermissions(parent, passable);
        return List.of("setpriv", "--reuid=" + name, "--clear-groups", "--");
      } catch (UserPrincipalNotFoundException e) {
        // Try the next.
      }
    }
    throw new IOException("PostgreSQL does not run as root, and there is no user postgres");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer(Path log) throws IOException, SQLException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
    while (true) {
      try (Connection connection = connect()) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException e) {
        if (!server.isAlive() || System.nanoTime() > end) {
          throw new IOException("PostgreSQL does not answer:\n" + Files.readString(log), e);
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** A connection without TLS, to its favour. */
  Connection connect() throws SQLException {
    String url =
        String.format(
            Locale.ROOT,
            "jdbc:postgresql://127.0.0.1:%d/postgres?user=%s&sslmode=disable&gssEncMode=disable",
            port,
            USER);
    return DriverManager.getConnection(url);
  }

  /** The version, as it names itself. */
  String version() throws SQLException {
    try (Connection connection = connect()) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      // All connections are closed, so the signal of destroy, which waits for them, ends it.
      server.destroy();
      if (!server.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        server.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.destroyForcibly();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
