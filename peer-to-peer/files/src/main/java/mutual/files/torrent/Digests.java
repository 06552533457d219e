package mutual.files.torrent;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The two digest functions of BitTorrent; a digest object serves one thread. */
final class Digests {
  private Digests() {}

  static MessageDigest sha1() {
    return digest("SHA-1");
  }

  static MessageDigest sha256() {
    return digest("SHA-256");
  }

  static byte[] sha1(byte[] bytes) {
    return sha1().digest(bytes);
  }

  static byte[] sha256(byte[] bytes) {
    return sha256().digest(bytes);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
