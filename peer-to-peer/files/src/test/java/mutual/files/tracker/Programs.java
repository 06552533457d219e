package mutual.files.tracker;

import java.util.concurrent.TimeUnit;

/** Programs that tests run beside themselves. */
public final class Programs {
  private static final long SECONDS_MAX = 10;

  private Programs() {}

  /** Ends one, gently if it can be. */
  public static void end(Process program) {
    program.destroy();
    awaitEnd(program);
  }

  /** Waits for one that has been told to end, but not for long. */
  public static void awaitEnd(Process program) {
    try {
      if (!program.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        program.destroyForcibly();
      }
    } catch (InterruptedException e) {
      program.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
