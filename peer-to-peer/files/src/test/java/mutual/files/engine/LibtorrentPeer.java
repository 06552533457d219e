package mutual.files.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mutual.files.Await;
import mutual.files.torrent.TorrentMaker.Format;
import mutual.files.tracker.Programs;
import org.jspecify.annotations.Nullable;

/** A libtorrent session (Debian's python3-libtorrent) in a process of its own. */
final class LibtorrentPeer implements AutoCloseable {
  private static final String SCRIPT = "libtorrent_peer.py";

  private final Path folder;
  private final InetAddress host;
  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  /**
   * Starts one.
   *
   * @param wanted of {@code dht}, {@code lsd}, {@code defaults}: the last leaves encryption and uTP
   *     as libtorrent has them
   */
  LibtorrentPeer(Path folder, InetAddress host, String... wanted) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.host = host;
    String literal = host.getHostAddress();
    List<String> command =
        Stream.concat(
                Stream.of(
                    // Debian's own Python is the one that has Debian's libtorrent.
                    "/usr/bin/python3",
                    script(folder).toString(),
                    literal.indexOf(':') < 0 ? literal : "[" + literal + "]"),
                Arrays.stream(wanted))
            .toList();
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    commands = new OutputStreamWriter(process.getOutputStream(), UTF_8);
    answers = process.inputReader(UTF_8);
  }

  /** The script, written into a folder. */
  static Path script(Path folder) throws IOException {
    Path script = folder.resolve(SCRIPT);
    try (InputStream source =
        Objects.requireNonNull(LibtorrentPeer.class.getResourceAsStream(SCRIPT))) {
      Files.write(script, source.readAllBytes());
    }
    return script;
  }

  String ask(Object... words) {
    String line = Arrays.stream(words).map(Object::toString).collect(Collectors.joining("\t"));
    try {
      commands.write(line + "\n");
      commands.flush();
      @Nullable String answer = answers.readLine();
      if (answer == null) {
        throw new AssertionError("libtorrent ended at: " + line);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("libtorrent ended at: " + line, e);
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(host, Integer.parseInt(ask("port")));
  }

  Path downloads() {
    return folder.resolve("downloads");
  }

  /** Makes a torrent of a file or folder; its magnet link. */
  String make(Path source, Format format, Path torrent, String... trackers) {
    return ask(
        Stream.concat(Stream.of("make", source, format, torrent), Arrays.<Object>stream(trackers))
            .toArray());
  }

  /** Begins to give what is in a folder, once it is checked. */
  int seed(Path torrent, Path parent) {
    int number = Integer.parseInt(ask("add", torrent, parent));
    Await.until(() -> seeding(number));
    return number;
  }

  /** Begins to fetch by a torrent file or magnet link. */
  int fetch(Object torrent) throws IOException {
    return Integer.parseInt(ask("add", torrent, Files.createDirectories(downloads())));
  }

  void meet(int torrent, InetSocketAddress peer) {
    var _ = ask("peer", torrent, peer.getAddress().getHostAddress(), peer.getPort());
  }

  boolean seeding(int torrent) {
    return ask("status", torrent).contains(" seeding ")
        && !ask("status", torrent).contains("check");
  }

  void awaitSeeding(int torrent) {
    Await.until(() -> seeding(torrent), () -> ask("status", torrent));
  }

  @Override
  public void close() {
    Programs.end(process);
  }
}
