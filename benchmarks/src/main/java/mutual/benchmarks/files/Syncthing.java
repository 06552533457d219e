package mutual.benchmarks.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Syncthing, over TLS: two devices that are connected, and a folder that the second takes up. */
final class Syncthing implements Contender {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String KEY = "benchmark";
  private static final int GIVER_PORT = 22_001;
  private static final int FETCHER_PORT = 22_002;
  private static final int GUI_OFFSET = 1_000;

  /** As they are by default, except that it looks for nobody by itself. */
  private static final String OPTIONS =
      """
      {"listenAddresses": ["tcp://127.0.0.1:%d"], "globalAnnounceEnabled": false,
       "localAnnounceEnabled": false, "relaysEnabled": false, "natEnabled": false,
       "urAccepted": -1, "crashReportingEnabled": false, "startBrowser": false,
       "autoUpgradeIntervalH": 0}
      """;

  @Override
  public String name() {
    return "Syncthing, over TLS";
  }

  @Override
  public String missing() {
    return Tool.installed("syncthing") ? "" : "syncthing";
  }

  /** One device. */
  private record Device(Tool tool, Http rest, int port, String id) implements AutoCloseable {
    static Device start(Path folder, int port) throws IOException, InterruptedException {
      Files.createDirectories(folder);
      String gui = LOOPBACK + ":" + (port + GUI_OFFSET);
      Tool tool =
          Tool.start(
              folder,
              List.of(
                  "syncthing",
                  "serve",
                  "--home=" + folder,
                  "--no-browser",
                  "--no-default-folder",
                  "--skip-port-probing",
                  "--gui-address=" + gui,
                  "--gui-apikey=" + KEY));
      Http rest = new Http("http://" + gui + "/rest/", "X-API-Key", KEY);
      rest.awaitAnswer(tool, "system/ping");
      String id = Http.field(rest.ask("GET", "system/status", ""), "myID");
      String _ = rest.ask("PATCH", "config/options", OPTIONS.formatted(port));
      return new Device(tool, rest, port, id);
    }

    void knows(Device other) throws IOException, InterruptedException {
      String _ =
          rest.ask(
              "POST",
              "config/devices",
              "{\"deviceID\":\"%s\",\"addresses\":[\"tcp://%s:%d\"]}"
                  .formatted(other.id, LOOPBACK, other.port));
    }

    void shares(Path folder, String type, boolean paused, Device with)
        throws IOException, InterruptedException {
      Files.createDirectories(folder);
      String _ =
          rest.ask(
              "POST",
              "config/folders",
              """
              {"id": "content", "label": "content", "path": "%s", "type": "%s", "paused": %b,
               "devices": [{"deviceID": "%s"}, {"deviceID": "%s"}]}
              """
                  .formatted(folder, type, paused, id, with.id));
    }

    boolean connected() throws IOException, InterruptedException {
      return rest.ask("GET", "system/connections", "")
          .matches("(?s).*\"connected\"\\s*:\\s*true.*");
    }

    /** Bytes of the folder that are here, and whether it has nothing left to do. */
    long bytes() throws IOException, InterruptedException {
      String bytes = Http.field(rest.ask("GET", "db/status?folder=content", ""), "inSyncBytes");
      return bytes.isEmpty() ? 0 : Long.parseLong(bytes);
    }

    boolean idle() throws IOException, InterruptedException {
      return Http.field(rest.ask("GET", "db/status?folder=content", ""), "state").equals("idle");
    }

    @Override
    public void close() {
      rest.close();
      tool.close();
    }
  }

  @Override
  public Pair start(Content content, Path folder) throws IOException, InterruptedException {
    Path given = Files.createDirectories(folder.resolve("given"));
    Path downloads = folder.resolve("downloads");
    // It shares folders only, so the content gets one of its own.
    Path moved = given.resolve(content.name());
    Files.move(content.path(), moved);
    Device giver = Device.start(folder.resolve("giver"), GIVER_PORT);
    Device fetcher = Device.start(folder.resolve("fetcher"), FETCHER_PORT);
    Pair pair =
        new Pair() {
          @Override
          public Tool giver() {
            return giver.tool();
          }

          @Override
          public Tool fetcher() {
            return fetcher.tool();
          }

          @Override
          public long fetch(Duration max) throws IOException, InterruptedException {
            String _ = fetcher.rest.ask("PATCH", "config/folders/content", "{\"paused\": false}");
            boolean _ = Http.await(max, () -> fetcher.bytes() >= content.bytes() && fetcher.idle());
            return Math.min(fetcher.bytes(), content.bytes());
          }

          @Override
          public Path fetched() {
            return downloads.resolve(content.name());
          }

          @Override
          public void close() {
            fetcher.close();
            giver.close();
            try {
              Files.move(moved, content.path());
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
        };
    try {
      giver.knows(fetcher);
      fetcher.knows(giver);
      giver.shares(given, "sendonly", false, fetcher);
      fetcher.shares(downloads, "receiveonly", true, giver);
      boolean ready =
          Http.await(
              Tool.PREPARATION_MAX,
              () -> giver.bytes() == content.bytes() && giver.idle() && fetcher.connected());
      if (!ready) {
        throw giver.tool().trouble("the devices do not connect, or the folder is not read");
      }
      return pair;
    } catch (IOException e) {
      pair.close();
      throw e;
    }
  }
}
