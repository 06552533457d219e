package mutual.files.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.InfoHashes;
import mutual.middleware.NodeId;

/** Content that this node gives, fetches, or both. Safe for use by many threads. */
public final class Share {
  /** What names this share here, for as long as it exists. */
  public InfoHash id() {
    throw new UnsupportedOperationException();
  }

  /** Every hash of it that is known. */
  public InfoHashes hashes() {
    throw new UnsupportedOperationException();
  }

  /** The content's name; until its description is here, what the link called it. */
  public String name() {
    throw new UnsupportedOperationException();
  }

  /** What the content is; empty until its description is here. */
  public Optional<InfoDictionary> info() {
    throw new UnsupportedOperationException();
  }

  /** Whether the content is this node's own, and never written. */
  public boolean own() {
    throw new UnsupportedOperationException();
  }

  /** The contact whose private share this is fetched from; empty for public and own ones. */
  public Optional<NodeId> provider() {
    throw new UnsupportedOperationException();
  }

  /** When it was added. */
  public Instant added() {
    throw new UnsupportedOperationException();
  }

  /** The folder that holds the content's file or folder. */
  public Path folder() {
    throw new UnsupportedOperationException();
  }

  /** The content's own file or folder, once its description is here. */
  public Optional<Path> top() {
    throw new UnsupportedOperationException();
  }

  /** Who may fetch it from this node. */
  public Audience audience() {
    throw new UnsupportedOperationException();
  }

  /** Says who may fetch it from now on; who may not any more is cut off at once. */
  public void audience(Audience audience) {
    throw new UnsupportedOperationException();
  }

  /** A link for others: a magnet link if it is public, else one of this node's own. */
  public String link() {
    throw new UnsupportedOperationException();
  }

  /** The torrent file's bytes; empty until the description is here. */
  public Optional<byte[]> torrent() {
    throw new UnsupportedOperationException();
  }

  /** How it stands now. */
  public ShareStatus status() {
    throw new UnsupportedOperationException();
  }

  /** Who it is exchanged with now. */
  public List<PeerStatus> peers() {
    throw new UnsupportedOperationException();
  }

  /** Its files, in the order of the torrent; none until its description is here. */
  public List<FileStatus> files() {
    throw new UnsupportedOperationException();
  }

  /**
   * How much of each stretch of the content is here, for a picture.
   *
   * @param cells stretches of equal numbers of pieces, at most
   * @return for each stretch 0 to 100; fewer than asked for if there are fewer pieces
   */
  public int[] pieceMap(int cells) {
    throw new UnsupportedOperationException();
  }

  /** Its trackers, and what each said last; one line of words each. */
  public List<String> trackers() {
    throw new UnsupportedOperationException();
  }

  /** Stops giving and fetching until {@link #resume}. */
  public void pause() {
    throw new UnsupportedOperationException();
  }

  /** Goes on. */
  public void resume() {
    throw new UnsupportedOperationException();
  }

  /** Reads everything on the disk again, and fetches what is wrong. */
  public void recheck() {
    throw new UnsupportedOperationException();
  }

  /** Says which files are wanted, by their indexes. */
  public void select(BitSet files) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Whether pieces are fetched in order. */
  public boolean sequential() {
    throw new UnsupportedOperationException();
  }

  /** Fetches in order, or rarest first. */
  public void sequential(boolean inOrder) {
    throw new UnsupportedOperationException();
  }

  /** Bytes per second that this share may give; 0 for no limit. */
  public long upLimitBytesPerSecond() {
    throw new UnsupportedOperationException();
  }

  /** Bytes per second that this share may fetch; 0 for no limit. */
  public long downLimitBytesPerSecond() {
    throw new UnsupportedOperationException();
  }

  /** Limits this share; 0 lifts a limit. */
  public void limits(long upBytesPerSecond, long downBytesPerSecond) {
    throw new UnsupportedOperationException();
  }

  /** Adds a peer to try, such as from a person. */
  public void addPeer(java.net.InetSocketAddress peer) {
    throw new UnsupportedOperationException();
  }

  /** Reads a file while it arrives. */
  public ContentReader open(int file) throws IOException {
    throw new UnsupportedOperationException();
  }
}
