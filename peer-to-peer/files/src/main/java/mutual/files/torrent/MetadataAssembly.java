package mutual.files.torrent;

import java.util.Arrays;
import java.util.BitSet;

/**
 * An info dictionary as it comes in from peers, in parts of 16 KiB (BEP 9), and the proof that it
 * is the one that was asked for. Not safe for use by many threads.
 */
public final class MetadataAssembly {
  /** Bytes of every part but, perhaps, the last. */
  public static final int PART_BYTES = 16 << 10;

  private final InfoHashes wanted;
  private final byte[] bytes;
  private final BitSet known = new BitSet();

  /**
   * For a dictionary of a length that peers said.
   *
   * @throws MalformedTorrentException if no dictionary that we take is so long
   */
  public MetadataAssembly(InfoHashes wanted, int lengthBytes) throws MalformedTorrentException {
    if (lengthBytes <= 0 || lengthBytes > TorrentLimits.INFO_BYTES_MAX) {
      throw new MalformedTorrentException(
          "The torrent's description is said to have "
              + lengthBytes
              + " bytes; at most "
              + TorrentLimits.INFO_BYTES_MAX
              + " are taken.");
    }
    this.wanted = wanted;
    this.bytes = new byte[lengthBytes];
  }

  public int partCount() {
    return Math.ceilDiv(bytes.length, PART_BYTES);
  }

  public int partLength(int part) {
    return Math.min(PART_BYTES, bytes.length - part * PART_BYTES);
  }

  public boolean has(int part) {
    return known.get(part);
  }

  /** The parts still to be had. */
  public BitSet missing() {
    BitSet missing = new BitSet();
    missing.set(0, partCount());
    missing.andNot(known);
    return missing;
  }

  /**
   * Takes a part.
   *
   * @return whether it has the place and the length of one; the first of each is kept
   */
  public boolean put(int part, byte[] content) {
    if (part < 0 || part >= partCount() || content.length != partLength(part)) {
      return false;
    }
    if (!known.get(part)) {
      System.arraycopy(content, 0, bytes, part * PART_BYTES, content.length);
      known.set(part);
    }
    return true;
  }

  public boolean complete() {
    return known.cardinality() == partCount();
  }

  /**
   * The dictionary, once it is complete.
   *
   * @throws MalformedTorrentException if the parts are not what the hashes name, in which case all
   *     are forgotten so that others can be asked, or if they are but are malformed
   */
  public InfoDictionary info() throws MalformedTorrentException {
    if (!complete()) {
      throw new IllegalStateException("parts are missing: " + missing());
    }
    boolean proven =
        wanted.v1().map(hash -> Arrays.equals(hash.bytes(), Digests.sha1(bytes))).orElse(true)
            && wanted
                .v2()
                .map(hash -> Arrays.equals(hash.bytes(), Digests.sha256(bytes)))
                .orElse(true);
    if (!proven) {
      known.clear();
      throw new MalformedTorrentException(
          "The torrent's description from peers is not the one asked for.");
    }
    return InfoDictionary.parse(bytes);
  }
}
