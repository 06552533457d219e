package mutual.benchmarks.files;

import java.io.Closeable;
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
  private static String options(int port) {
    return """
    {"listenAddresses": ["tcp://127.0.0.1:%d"], "globalAnnounceEnabled": false,
     "localAnnounceEnabled": false, "relaysEnabled": false, "natEnabled": false,
     "urAccepted": -1, "crashReportingEnabled": false, "startBrowser": false,
     "autoUpgradeIntervalH": 0}
    """
        .formatted(port);
  }

  @Override
  public String name() {
    return "Syncthing, over TLS";
  }

  @Override
  public String missing() {
    return Tool.installed("syncthing") ? "" : "syncthing";
  }

  /** One device. */
  private record Device(Tool tool, Http rest, int port, String id) {
    static Device start(Crew crew, Path folder, int port) throws IOException, InterruptedException {
      Files.createDirectories(folder);
      String gui = LOOPBACK + ":" + (port + GUI_OFFSET);
      Tool tool =
          crew.add(
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
                      "--gui-apikey=" + KEY)));
      Http rest = crew.add(new Http("http://" + gui + "/rest/", "X-API-Key", KEY));
      rest.awaitAnswer(tool, "system/ping");
      String id = Http.field(rest.ask("GET", "system/status", ""), "myID");
      String _ = rest.ask("PATCH", "config/options", options(port));
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

    private String status() throws IOException, InterruptedException {
      return rest.ask("GET", "db/status?folder=content", "");
    }

    /** Bytes of the folder that are here, a few for each folder in it included. */
    long bytes() throws IOException, InterruptedException {
      return Long.parseLong(Http.field(status(), "inSyncBytes"));
    }

    /** Whether so many files are here, and it has nothing left to do. */
    boolean hasAll(int files) throws IOException, InterruptedException {
      String now = status();
      return Http.field(now, "inSyncFiles").equals(Integer.toString(files))
          && Http.field(now, "state").equals("idle");
    }
  }

  @Override
  public Pair start(Content content, Crew crew) throws IOException, InterruptedException {
    Path downloads = crew.folder("downloads");
    // It shares folders only, and marks them.
    Path given = content.parent();
    Closeable _ = crew.add(() -> Content.delete(given.resolve(".stfolder")));
    Device giver = Device.start(crew, crew.folder("giver"), GIVER_PORT);
    Device fetcher = Device.start(crew, crew.folder("fetcher"), FETCHER_PORT);
    giver.knows(fetcher);
    fetcher.knows(giver);
    giver.shares(given, "sendonly", false, fetcher);
    fetcher.shares(downloads, "receiveonly", true, giver);
    boolean ready =
        Http.await(
            Tool.PREPARATION_MAX, () -> giver.hasAll(content.files()) && fetcher.connected());
    if (!ready) {
      throw giver.tool().trouble("the devices do not connect, or the folder is not read");
    }
    return new Pair() {
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
        boolean all = Http.await(max, () -> fetcher.hasAll(content.files()));
        return all ? content.bytes() : fetcher.bytes();
      }

      @Override
      public Path fetched() {
        return downloads.resolve(content.name());
      }
    };
  }
}
