package mutual.files.engine;

import java.time.Duration;

/**
 * How long an engine waits for others.
 *
 * @param hello for all handshakes of a caller
 * @param hybridHashes for version 2's hashes where version 1's would do
 * @param search until a provider that was not found is asked for again
 * @param lookIn until who has everything asks its provider again whether others fetch, who could be
 *     given to
 */
record Patience(Duration hello, Duration hybridHashes, Duration search, Duration lookIn) {
  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(12),
          Duration.ofSeconds(5),
          Duration.ofMinutes(5));

  Patience withHello(Duration other) {
    return new Patience(other, hybridHashes, search, lookIn);
  }

  Patience withHybridHashes(Duration other) {
    return new Patience(hello, other, search, lookIn);
  }

  Patience withSearch(Duration other) {
    return new Patience(hello, hybridHashes, other, lookIn);
  }

  Patience withLookIn(Duration other) {
    return new Patience(hello, hybridHashes, search, other);
  }
}
