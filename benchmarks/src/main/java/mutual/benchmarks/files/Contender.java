package mutual.benchmarks.files;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Software that brings content from one process to another. */
interface Contender {
  /** As in the table. */
  String name();

  /** The Debian packages without which it does not run here; empty if all are there. */
  String missing();

  /** How long one transfer may take; what is there then is what counts. */
  default Duration max() {
    return Duration.ofMinutes(5);
  }

  /**
   * Starts both processes and brings them to where the fetcher only has to be told what to fetch.
   *
   * @param crew what they are to be of
   */
  Pair start(Content content, Crew crew) throws IOException, InterruptedException;

  /** One who gives and one who fetches. */
  interface Pair {
    Tool giver();

    Tool fetcher();

    /**
     * Tells the fetcher what to fetch and waits until everything is there and verified, or the time
     * is over.
     *
     * @return bytes that are there
     */
    long fetch(Duration max) throws IOException, InterruptedException;

    /** Where the content's file or folder is then. */
    Path fetched();
  }
}
