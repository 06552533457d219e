package mutual.files.tracker;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import mutual.files.Await;
import mutual.files.torrent.InfoHash;

/** Debian's opentracker on the loopback address, which knows only the hashes it is given. */
public final class Opentracker implements AutoCloseable {
  private final Process process;
  private final int port;

  /** Starts one in a folder of its own. */
  public Opentracker(Path folder, List<InfoHash> hashes) throws IOException {
    Files.createDirectories(folder);
    // As root it gives its rights up, and has to read its list nevertheless.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    StringBuilder list = new StringBuilder();
    hashes.forEach(hash -> list.append(hash.hex(), 0, 40).append('\n'));
    Files.writeString(folder.resolve("hashes"), list);
    port = freePort();
    List<String> command =
        List.of(
            "opentracker",
            "-i",
            "127.0.0.1",
            "-p",
            "" + port,
            "-P",
            "" + port,
            "-d",
            folder.toString(),
            "-w",
            "hashes");
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Await.until(this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that is free for TCP and UDP. */
  private static int freePort() throws IOException {
    try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DatagramSocket _ =
            new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
      return tcp.getLocalPort();
    }
  }

  /** Where to announce, by {@code http} or {@code udp}. */
  public String url(String scheme) {
    return scheme + "://127.0.0.1:" + port + "/announce";
  }

  @Override
  public void close() {
    Programs.end(process);
  }
}
