package mutual.files.lan;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mutual.overlay.bencode.BString;

/** What announces on one network. */
final class LsdStation {
  private static final long RETRY_MILLIS = 10_000;

  private final LanNetwork network;
  private final LsdSocket socket;
  private final LsdSchedule schedule;
  private final String cookie;
  private long retryMillis = Long.MIN_VALUE;
  private final String deaf;
  private String mute = "";

  /**
   * @param deaf why nothing can be heard there; empty if it can
   */
  LsdStation(
      LanNetwork network, LsdSocket socket, LsdSchedule schedule, String cookie, String deaf) {
    this.network = network;
    this.socket = socket;
    this.schedule = schedule;
    this.cookie = cookie;
    this.deaf = deaf;
  }

  /** Why the network cannot be used; empty if it can. */
  String trouble() {
    return deaf.isEmpty() ? mute : deaf;
  }

  /**
   * Announces what is due.
   *
   * @param ports the port that each wanted hash is announced with
   * @return when to call it next, if nothing changes
   */
  long speak(Map<BString, Integer> ports, long nowMillis) {
    if (retryMillis > nowMillis) {
      return retryMillis;
    }
    Map<Integer, List<BString>> byPort =
        schedule.due(ports.keySet(), nowMillis).stream()
            .collect(Collectors.groupingBy(hash -> ports.getOrDefault(hash, 0)));
    try {
      for (Map.Entry<Integer, List<BString>> each : byPort.entrySet()) {
        List<BString> due = each.getValue();
        for (int at = 0; at < due.size(); at += LsdMessage.HASHES_MAX) {
          List<BString> some = due.subList(at, Math.min(due.size(), at + LsdMessage.HASHES_MAX));
          LsdMessage message = new LsdMessage(each.getKey(), some, cookie);
          socket.send(message.datagram(socket.host()), network);
          schedule.sent(some, nowMillis);
          mute = "";
        }
      }
    } catch (IOException e) {
      mute = network.trouble(e);
      retryMillis = nowMillis + RETRY_MILLIS;
      return retryMillis;
    }
    return schedule.nextMillis(ports.keySet(), nowMillis);
  }
}
