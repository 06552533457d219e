package mutual.files.engine;

import java.time.Duration;

/**
 * How long an engine waits for others.
 *
 * @param hello for all handshakes of a caller
 * @param hybridHashes for version 2's hashes where version 1's would do
 * @param search until a provider that was not found is asked for again
 */
record Patience(Duration hello, Duration hybridHashes, Duration search) {
  static final Patience USUAL =
      new Patience(Duration.ofSeconds(10), Duration.ofSeconds(12), Duration.ofSeconds(5));

  Patience withHello(Duration other) {
    return new Patience(other, hybridHashes, search);
  }

  Patience withHybridHashes(Duration other) {
    return new Patience(hello, other, search);
  }

  Patience withSearch(Duration other) {
    return new Patience(hello, hybridHashes, other);
  }
}
