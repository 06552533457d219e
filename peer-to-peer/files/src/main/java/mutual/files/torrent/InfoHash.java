package mutual.files.torrent;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The digest of an info dictionary, which names a torrent: SHA-1 in version 1 (BEP 3), SHA-256 in
 * version 2 (BEP 52).
 */
public final class InfoHash implements Comparable<InfoHash> {
  /** Bytes of the short form that handshakes, trackers and the DHT carry. */
  public static final int WIRE_BYTES = 20;

  /** Which BitTorrent a hash belongs to. */
  public enum Version {
    V1(20),
    V2(32);

    private final int lengthBytes;

    Version(int lengthBytes) {
      this.lengthBytes = lengthBytes;
    }

    /** Bytes of a whole hash. */
    public int lengthBytes() {
      return lengthBytes;
    }
  }

  private final Version version;
  private final byte[] bytes;

  private InfoHash(Version version, byte[] bytes) {
    if (bytes.length != version.lengthBytes()) {
      throw new IllegalArgumentException(
          "an info hash " + version + " of " + bytes.length + " bytes");
    }
    this.version = version;
    this.bytes = bytes.clone();
  }

  public static InfoHash v1(byte[] sha1) {
    return new InfoHash(Version.V1, sha1);
  }

  public static InfoHash v2(byte[] sha256) {
    return new InfoHash(Version.V2, sha256);
  }

  public Version version() {
    return version;
  }

  /** A copy of the whole hash, 20 or 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The 20 bytes that handshakes, trackers and the DHT carry: the hash, or its beginning. */
  public byte[] wire() {
    return Arrays.copyOf(bytes, WIRE_BYTES);
  }

  /** Whether 20 bytes from a handshake, tracker or the DHT mean this hash. */
  public boolean matchesWire(byte[] twenty) {
    return twenty.length == WIRE_BYTES
        && Arrays.equals(bytes, 0, WIRE_BYTES, twenty, 0, WIRE_BYTES);
  }

  /** Lower-case hexadecimal of the whole hash. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public int compareTo(InfoHash other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InfoHash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
