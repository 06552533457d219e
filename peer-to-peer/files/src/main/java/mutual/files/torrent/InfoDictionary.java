package mutual.files.torrent;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What a torrent's hashes name: the content's files, how they are cut into pieces, and the hashes
 * that prove them. Immutable.
 *
 * <p>The bytes it was read from are kept, since the info hashes are taken over them.
 */
public final class InfoDictionary {
  private final byte[] bytes;
  private final InfoHashes hashes;
  private final String name;
  private final boolean singleFile;
  private final boolean privateOnly;
  private final List<ContentFile> files;
  private final PieceMap pieces;
  private final byte[] sha1s;

  InfoDictionary(
      byte[] bytes,
      InfoHashes hashes,
      String name,
      boolean singleFile,
      boolean privateOnly,
      List<ContentFile> files,
      PieceMap pieces,
      byte[] sha1s) {
    this.bytes = bytes;
    this.hashes = hashes;
    this.name = name;
    this.singleFile = singleFile;
    this.privateOnly = privateOnly;
    this.files = List.copyOf(files);
    this.pieces = pieces;
    this.sha1s = sha1s;
  }

  /** Reads an info dictionary, as it stands in a torrent or comes from peers (BEP 9). */
  public static InfoDictionary parse(byte[] bytes) throws MalformedTorrentException {
    return new InfoParser(bytes.clone()).parse();
  }

  /** The bytes as they came, read-only: what peers are given that ask for them. */
  public ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  public InfoHashes hashes() {
    return hashes;
  }

  /** The name of the file or of the folder that holds the files; a stranger's words. */
  public String name() {
    return name;
  }

  /** Whether the content is one file, named as the torrent, rather than a folder of that name. */
  public boolean singleFile() {
    return singleFile;
  }

  /** Whether peers may be had from the torrent's trackers only (BEP 27). */
  public boolean privateOnly() {
    return privateOnly;
  }

  /** The files, padding left out, in the order of their bytes. */
  public List<ContentFile> files() {
    return files;
  }

  /** Bytes of all files together. */
  public long contentLength() {
    return files.stream().mapToLong(ContentFile::length).sum();
  }

  public PieceMap pieces() {
    return pieces;
  }

  /** Whether pieces have SHA-1 digests (BEP 3). */
  public boolean hasV1() {
    return hashes.v1().isPresent();
  }

  /** Whether files have trees of SHA-256 digests (BEP 52). */
  public boolean hasV2() {
    return hashes.v2().isPresent();
  }

  boolean sha1Matches(int piece, byte[] sha1) {
    int at = piece * InfoHash.WIRE_BYTES;
    return Arrays.equals(sha1s, at, at + InfoHash.WIRE_BYTES, sha1, 0, InfoHash.WIRE_BYTES);
  }

  /** The SHA-1 digest that version 1 has for a piece. */
  public byte[] sha1(int piece) {
    int at = piece * InfoHash.WIRE_BYTES;
    return Arrays.copyOfRange(sha1s, at, at + InfoHash.WIRE_BYTES);
  }

  @Override
  public String toString() {
    return name + " (" + hashes + ")";
  }
}
