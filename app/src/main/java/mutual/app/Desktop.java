package mutual.app;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** The desktop that a person may sit at. */
public final class Desktop {
  private Desktop() {}

  /** Opens a page where there is a desktop to open it on; where that fails, nothing is lost. */
  public static void open(URI address) {
    boolean mac = System.getProperty("os.name", "").startsWith("Mac");
    if (!mac && System.getenv("DISPLAY") == null && System.getenv("WAYLAND_DISPLAY") == null) {
      return;
    }
    try {
      var _ =
          new ProcessBuilder(List.of(mac ? "open" : "xdg-open", address.toString()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException noSuchProgram) {
      return;
    }
  }
}
