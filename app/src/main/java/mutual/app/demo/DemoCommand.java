package mutual.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.FileHandler;
import mutual.app.Desktop;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.app.Serving;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mutual demo}. */
@Command(
    name = "demo",
    description = {
      "Start a small town: two banks, a cash machine at each, three peers that share files,",
      "and a page that shows them all.",
      "Everything listens on this machine only. Ctrl-C stops it; what happened is kept."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual demo",
      "  mutual demo --fresh --port-base 9000",
      "  mutual demo --tour                    the same scenes without a browser, audited"
    })
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the town's data is kept; demo-data beside the launcher unless said.")
  @Nullable Path data;

  @Option(names = "--fresh", description = "Forget what happened before and start anew.")
  boolean fresh;

  @Option(
      names = "--port-base",
      paramLabel = "PORT",
      defaultValue = "" + DemoPlan.PORT_BASE_DEFAULT,
      description =
          "First of "
              + DemoPlan.PORTS
              + " ports in a row; ${DEFAULT-VALUE} unless said; 0 takes any free ones.")
  int portBase;

  @Option(names = "--no-open", description = "Do not open the page in a browser.")
  boolean noOpen;

  @Option(
      names = "--tour",
      description = {
        "Walk through the scenes without a browser and without a person, then audit.",
        "Exit code 1 if a cent is missing, or a file is where it should not be. In a temporary"
            + " folder unless --data is given."
      })
  boolean tour;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return tour ? tour() : serve();
  }

  private int serve() {
    Output out = Output.of(spec);
    DemoPorts.check(portBase);
    try (DemoFolder folder = DemoFolder.open(folderOrDefault(), fresh)) {
      Serving.start();
      logTo(folder.path());
      long started = System.nanoTime();
      try (DemoTown town = DemoTown.start(DemoPlan.forPeople(folder.path(), portBase))) {
        URI address = town.address();
        folder.announce(address.toString());
        if (out.isJson()) {
          out.line("{\"address\": \"" + address + "\"}");
        } else {
          out.line("The town is open: " + address);
          out.line(
              String.format(
                  Locale.ROOT,
                  "(ready in %.1f s; log in %s; Ctrl-C stops it)",
                  (System.nanoTime() - started) / 1e9,
                  folder.path().resolve("demo.log")));
        }
        if (!noOpen && !out.isJson()) {
          Desktop.open(address);
        }
        Serving.untilStopped(List.of(town.north().server(), town.south().server()));
        if (!out.isJson()) {
          out.line("Closing the town …");
        }
      }
    } finally {
      Serving.stopped();
    }
    return ExitCode.OK.number();
  }

  private Path folderOrDefault() {
    if (data != null) {
      return data.toAbsolutePath().normalize();
    }
    return Path.of(System.getProperty("mutual.root", "")).toAbsolutePath().resolve("demo-data");
  }

  private int tour() {
    Output out = Output.of(spec);
    if (data != null) {
      try (DemoFolder folder = DemoFolder.open(data.toAbsolutePath().normalize(), fresh)) {
        return tourIn(folder.path(), out);
      }
    }
    try {
      Path temporary = Files.createTempDirectory("mutual-tour-");
      try (DemoFolder folder = DemoFolder.open(temporary, false)) {
        int code = tourIn(folder.path(), out);
        if (code == ExitCode.OK.number()) {
          folder.empty();
          Files.deleteIfExists(temporary.resolve("demo.lock"));
          Files.deleteIfExists(temporary);
        } else {
          out.line("What is left of it is in " + temporary);
        }
        return code;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int tourIn(Path folder, Output out) {
    logTo(folder);
    try (DemoTown town = DemoTown.start(DemoPlan.forTour(folder))) {
      return (new Tour(town, out).walk() ? ExitCode.OK : ExitCode.REFUSED).number();
    }
  }

  private static void logTo(Path folder) {
    try {
      Serving.logTo(new FileHandler(folder.resolve("demo.log").toString(), true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
