package mutual.bank;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What a request asked for: 128 bits of its SHA-256, to tell a repeat from another request. */
record Fingerprint(long high, long low) {

  /** Makes fingerprints; not for use by several threads. */
  static final class Maker {
    private final MessageDigest digest;
    private byte[] scratch = new byte[512];

    Maker() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    Fingerprint of(DirectBuffer buffer, int offset, int length) {
      if (scratch.length < length) {
        scratch = new byte[BitUtil.findNextPositivePowerOfTwo(length)];
      }
      buffer.getBytes(offset, scratch, 0, length);
      digest.update(scratch, 0, length);
      UnsafeBuffer hash = new UnsafeBuffer(digest.digest());
      return new Fingerprint(hash.getLong(0), hash.getLong(Long.BYTES));
    }

    Fingerprint of(Command command) {
      byte[] bytes = CommandCodec.encode(command);
      return of(new UnsafeBuffer(bytes), 0, bytes.length);
    }
  }
}
