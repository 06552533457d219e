package mutual.files.engine;

import java.time.Duration;

/**
 * How long an engine waits for others.
 *
 * @param hello for all handshakes of a caller
 * @param hybridHashes for version 2's hashes where version 1's would do
 */
record Patience(Duration hello, Duration hybridHashes) {
  static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(12));

  Patience withHello(Duration other) {
    return new Patience(other, hybridHashes);
  }

  Patience withHybridHashes(Duration other) {
    return new Patience(hello, other);
  }
}
