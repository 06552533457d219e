package mutual.files.lan;

import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import mutual.files.torrent.InfoHash;

/**
 * A process that announces one hash at a port and says whom it hears of, each once; ends when its
 * input does. Arguments: its name, the hash, the port; port 0 announces nothing and says what
 * trouble there is.
 */
final class LanMember {
  private LanMember() {}

  public static void main(String[] arguments) throws Exception {
    String name = arguments[0];
    InfoHash hash = InfoHash.v1(HexFormat.of().parseHex(arguments[1]));
    int port = Integer.parseInt(arguments[2]);
    Set<String> told = ConcurrentHashMap.newKeySet();
    try (LocalServiceDiscovery lan =
        new LocalServiceDiscovery(
            (heard, peer) -> {
              String line =
                  "%s heard %s %s".formatted(name, heard.hex().substring(0, 2), peer.getAddress());
              if (told.add(line + peer.getPort())) {
                System.out.println(line + " " + peer.getPort());
              }
            })) {
      System.out.println(name + " started");
      if (port > 0) {
        lan.announce(hash, port);
      } else {
        while (lan.trouble().isEmpty()) {
          LockSupport.parkNanos(5_000_000);
        }
        System.out.println(name + " trouble: " + lan.trouble());
      }
      while (System.in.read() >= 0) {
        // Its parent says nothing; it only closes the pipe.
      }
    }
    System.exit(0);
  }
}
