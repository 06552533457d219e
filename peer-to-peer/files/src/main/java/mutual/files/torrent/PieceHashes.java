package mutual.files.torrent;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the hashes that prove a torrent's pieces, and the proof itself.
 *
 * <p>Version 1's are in the info dictionary. Version 2's are, for files of more than one piece, the
 * piece layers: they come with the torrent file, or from peers by {@link HashRequest}s. A hybrid's
 * piece has to match both. Safe for use by many threads.
 */
public final class PieceHashes {
  /** What comparing a piece with its hashes said. */
  public enum Verdict {
    MATCHES,
    DIFFERS,
    /** Its hash in version 2 is not known yet. */
    UNKNOWN
  }

  private final InfoDictionary info;
  // For each piece in version 2: its file.
  private final int[] fileOfPiece;
  // Files of equal content have one root, and one tree.
  private final Map<Hash256, ContentFile> filesByRoot = new HashMap<>();
  private final List<ContentFile> layeredFiles = new ArrayList<>();
  // Trees above the piece layer by root; files of at most one piece need none.
  private final Map<Hash256, MerkleTree> trees = new HashMap<>();
  private final Map<Hash256, Gathering> gatherings = new HashMap<>();
  private volatile boolean v1Suffices;

  /** The piece layer of a file as it comes in, range by range. */
  private static final class Gathering {
    final byte[] layer;
    final boolean[] known;

    Gathering(int pieces, int ranges) {
      layer = new byte[pieces * Hash256.LENGTH_BYTES];
      known = new boolean[ranges];
    }
  }

  public PieceHashes(InfoDictionary info) {
    this.info = info;
    fileOfPiece = new int[info.hasV2() ? info.pieces().pieceCount() : 0];
    if (info.hasV2()) {
      for (ContentFile file : info.files()) {
        Arrays.fill(
            fileOfPiece,
            info.pieces().firstPiece(file),
            info.pieces().endPiece(file),
            file.index());
        file.piecesRoot()
            .filter(root -> filesByRoot.putIfAbsent(root, file) == null && layeredFile(file))
            .ifPresent(_ -> layeredFiles.add(file));
      }
    }
  }

  /** With the piece layers that a torrent file has. */
  public PieceHashes(Metainfo torrent) {
    this(torrent.info());
    torrent.pieceLayers().forEach(this::addLayer);
  }

  /**
   * Takes the whole piece layer of a file.
   *
   * @return whether it belongs to the root, and so was taken
   */
  public synchronized boolean addLayer(Hash256 root, byte[] layer) {
    Optional<ContentFile> file = layered(root);
    if (file.isEmpty() || layer.length != pieces(file.get()) * Hash256.LENGTH_BYTES) {
      return false;
    }
    MerkleTree tree =
        MerkleTree.above(pieceLayer(), MerkleTree.height(file.get().length()), layer.clone());
    if (!tree.root().equals(root)) {
      return false;
    }
    trees.putIfAbsent(root, tree);
    gatherings.remove(root);
    return true;
  }

  /**
   * Takes a peer's answer to one of our {@link #missing} requests.
   *
   * @return whether it proves itself against the root, and so was taken
   */
  public synchronized boolean addAnswer(HashRequest request, byte[] hashes) {
    Optional<ContentFile> file = layered(request.piecesRoot());
    if (file.isEmpty()
        || request.baseLayer() != pieceLayer()
        || request.length() != rangeLength(file.get())
        || !MerkleTree.proves(request, MerkleTree.height(file.get().length()), hashes)) {
      return false;
    }
    if (trees.containsKey(request.piecesRoot())) {
      return true;
    }
    int pieces = pieces(file.get());
    Gathering gathering =
        gatherings.computeIfAbsent(
            request.piecesRoot(),
            _ -> new Gathering(pieces, Math.ceilDiv(pieces, request.length())));
    int first = request.index();
    if (first < pieces) {
      int count = Math.min(request.length(), pieces - first);
      System.arraycopy(
          hashes, 0, gathering.layer, first * Hash256.LENGTH_BYTES, count * Hash256.LENGTH_BYTES);
      gathering.known[first / request.length()] = true;
    }
    for (boolean known : gathering.known) {
      if (!known) {
        return true;
      }
    }
    return addLayer(request.piecesRoot(), gathering.layer);
  }

  /** What is still to be asked for, at most so many requests, from the first piece on. */
  public synchronized List<HashRequest> missing(int requestsMax) {
    List<HashRequest> missing = new ArrayList<>();
    for (ContentFile file : layeredFiles) {
      Hash256 root = file.piecesRoot().orElseThrow();
      if (trees.containsKey(root)) {
        continue;
      }
      int length = rangeLength(file);
      Gathering gathering = gatherings.get(root);
      int proofLayers = MerkleTree.height(file.length()) - pieceLayer() - 1;
      for (int at = 0; at < pieces(file) && missing.size() < requestsMax; at += length) {
        if (gathering == null || !gathering.known[at / length]) {
          missing.add(new HashRequest(root, pieceLayer(), at, length, proofLayers));
        }
      }
    }
    return missing;
  }

  /**
   * Proves pieces of a hybrid torrent by version 1 alone where version 2's hashes are not known, as
   * when all peers speak version 1 only.
   */
  public void settleForV1() {
    if (!info.hasV1() || !info.hasV2()) {
      throw new IllegalStateException("only a hybrid torrent has a choice");
    }
    v1Suffices = true;
  }

  /** Whether every piece can be proven. */
  public synchronized boolean complete() {
    return v1Suffices || missing(1).isEmpty();
  }

  /** Whether a piece can be proven. */
  public synchronized boolean knows(int piece) {
    return v1Suffices || !info.hasV2() || expected(piece) != null;
  }

  /** The piece layers known whole, to be kept with the torrent. */
  public synchronized Map<Hash256, byte[]> layers() {
    Map<Hash256, byte[]> layers = new HashMap<>();
    trees.forEach((root, tree) -> layers.put(root, tree.baseNodes()));
    return layers;
  }

  /**
   * Compares a piece's data, {@link PieceMap#dataLength} bytes, with its hashes. The buffer's
   * position stays.
   */
  public Verdict check(int piece, ByteBuffer data) {
    if (data.remaining() != info.pieces().dataLength(piece)) {
      throw new IllegalArgumentException(
          data.remaining()
              + " bytes of piece "
              + piece
              + ", not "
              + info.pieces().dataLength(piece));
    }
    if (info.hasV2()) {
      Hash256 expected;
      synchronized (this) {
        expected = expected(piece);
      }
      if (expected == null && !v1Suffices) {
        return Verdict.UNKNOWN;
      }
      if (expected != null) {
        byte[] leaves = MerkleTree.leaves(data.duplicate());
        if (!MerkleTree.rootOf(leaves, pieceHeight(piece)).equals(expected)) {
          return Verdict.DIFFERS;
        }
      }
    }
    if (info.hasV1()) {
      MessageDigest sha1 = Digests.sha1();
      sha1.update(data.duplicate());
      updateZeros(sha1, info.pieces().wireLength(piece) - data.remaining());
      if (!info.sha1Matches(piece, sha1.digest())) {
        return Verdict.DIFFERS;
      }
    }
    return Verdict.MATCHES;
  }

  static void updateZeros(MessageDigest digest, int count) {
    byte[] zeros = new byte[Math.min(count, PieceMap.BLOCK_BYTES)];
    for (int left = count; left > 0; left -= zeros.length) {
      digest.update(zeros, 0, Math.min(left, zeros.length));
    }
  }

  /**
   * Gives the leaves of a piece in version 2, for {@link #answer}: by reading the piece.
   *
   * @see MerkleTree#leaves
   */
  @FunctionalInterface
  public interface LeafSource {
    /** The digests of a verified piece's blocks; empty if we do not have the piece. */
    Optional<byte[]> leaves(int piece);
  }

  /** The answer to a peer's request; empty if it has to be rejected. */
  public Optional<byte[]> answer(HashRequest request, LeafSource source) {
    ContentFile file = filesByRoot.get(request.piecesRoot());
    if (file == null || !request.fits(MerkleTree.height(file.length()))) {
      return Optional.empty();
    }
    MerkleTree tree;
    synchronized (this) {
      tree = trees.get(request.piecesRoot());
    }
    if (layeredFile(file) && tree == null) {
      return Optional.empty();
    }
    if (tree != null && request.baseLayer() >= pieceLayer()) {
      return Optional.of(tree.answer(request));
    }
    // Below the piece layer: at most the leaves of one piece, whose tree is made for the occasion.
    int belowPiece = pieceLayer() - request.baseLayer();
    int piece = request.index() >> belowPiece;
    if ((request.index() + request.length() - 1) >> belowPiece != piece || piece >= pieces(file)) {
      return Optional.empty();
    }
    int height = Math.min(pieceLayer(), MerkleTree.height(file.length()));
    return source
        .leaves(info.pieces().firstPiece(file) + piece)
        .map(leaves -> MerkleTree.above(0, height, leaves))
        .map(low -> MerkleTree.answer(request, joined(tree, low, piece)));
  }

  /** The nodes of a file's tree, those below the piece layer within one piece only. */
  private MerkleTree.Nodes joined(@Nullable MerkleTree tree, MerkleTree low, int piece) {
    return (layer, index, target, at) -> {
      if (tree != null && layer >= pieceLayer()) {
        tree.copyNode(layer, index, target, at);
      } else {
        low.copyNode(layer, index - (piece << (pieceLayer() - layer)), target, at);
      }
    };
  }

  private @Nullable Hash256 expected(int piece) {
    ContentFile file = info.files().get(fileOfPiece[piece]);
    Hash256 root = file.piecesRoot().orElseThrow();
    if (!layeredFile(file)) {
      return root;
    }
    MerkleTree tree = trees.get(root);
    int index = piece - info.pieces().firstPiece(file);
    if (tree != null) {
      return tree.node(pieceLayer(), index);
    }
    Gathering gathering = gatherings.get(root);
    return gathering != null && gathering.known[index / rangeLength(file)]
        ? Hash256.at(gathering.layer, index * Hash256.LENGTH_BYTES)
        : null;
  }

  /** A piece's tree is as high as every other, but for the only piece of a file. */
  private int pieceHeight(int piece) {
    ContentFile file = info.files().get(fileOfPiece[piece]);
    return layeredFile(file) ? pieceLayer() : MerkleTree.height(file.length());
  }

  private Optional<ContentFile> layered(Hash256 root) {
    return Optional.ofNullable(filesByRoot.get(root)).filter(this::layeredFile);
  }

  private boolean layeredFile(ContentFile file) {
    return file.length() > info.pieces().pieceLength();
  }

  private int pieces(ContentFile file) {
    return info.pieces().endPiece(file) - info.pieces().firstPiece(file);
  }

  private int rangeLength(ContentFile file) {
    int nodes = 1 << (MerkleTree.height(file.length()) - pieceLayer());
    return Math.min(nodes, HashRequest.LENGTH_MAX);
  }

  private int pieceLayer() {
    return MerkleTree.pieceLayer(info.pieces().pieceLength());
  }
}
