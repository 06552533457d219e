package mutual.files;

import java.util.ArrayList;
import java.util.List;

/** What a test has opened, to be closed together, the last first. */
public final class Opened {
  private final List<AutoCloseable> all = new ArrayList<>();

  public <T extends AutoCloseable> T add(T fresh) {
    all.add(fresh);
    return fresh;
  }

  public void close() throws Exception {
    for (AutoCloseable each : all.reversed()) {
      each.close();
    }
  }
}
