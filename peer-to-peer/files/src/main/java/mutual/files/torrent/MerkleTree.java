package mutual.files.torrent;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A file's tree of SHA-256 hashes (BEP 52), from some layer up to the root.
 *
 * <p>Leaves are the digests of the file's blocks of 16 KiB, the last one short; above, each node is
 * the digest of its two children. The leaves are made up to a power of two with zeros, of which the
 * layers here keep nothing: a node beyond the kept ones is that layer's padding.
 */
public final class MerkleTree {
  /** Layers of the highest tree: its leaves cover 2^63 bytes. */
  private static final int HEIGHT_MAX = 49;

  private static final byte[][] PADDING = padding();

  private final int baseLayer;
  private final int height;
  // layers[i] are the nodes, 32 bytes each, of layer baseLayer + i, without padding.
  private final byte[][] layers;

  private MerkleTree(int baseLayer, int height, byte[][] layers) {
    this.baseLayer = baseLayer;
    this.height = height;
    this.layers = layers;
  }

  private static byte[][] padding() {
    byte[][] padding = new byte[HEIGHT_MAX + 1][];
    padding[0] = new byte[Hash256.LENGTH_BYTES];
    for (int layer = 1; layer <= HEIGHT_MAX; layer++) {
      MessageDigest sha256 = Digests.sha256();
      sha256.update(padding[layer - 1]);
      padding[layer] = sha256.digest(padding[layer - 1]);
    }
    return padding;
  }

  /** Layers above the leaves in the tree of a file of so many bytes. */
  public static int height(long fileBytes) {
    return ceilLog2(Math.max(1, Math.ceilDiv(fileBytes, (long) PieceMap.BLOCK_BYTES)));
  }

  /** The layer whose nodes each cover a piece. */
  public static int pieceLayer(int pieceLength) {
    return Integer.numberOfTrailingZeros(pieceLength / PieceMap.BLOCK_BYTES);
  }

  private static int ceilLog2(long count) {
    return Long.SIZE - Long.numberOfLeadingZeros(count - 1);
  }

  /**
   * The tree above the nodes of a layer.
   *
   * @param nodes the layer's nodes, 32 bytes each, without padding; at least one
   */
  public static MerkleTree above(int baseLayer, int height, byte[] nodes) {
    int count = nodes.length / Hash256.LENGTH_BYTES;
    if (count == 0
        || nodes.length % Hash256.LENGTH_BYTES != 0
        || baseLayer + ceilLog2(count) > height
        || height > HEIGHT_MAX) {
      throw new IllegalArgumentException(
          nodes.length + " bytes of hashes in layer " + baseLayer + " of " + height);
    }
    MessageDigest sha256 = Digests.sha256();
    byte[][] layers = new byte[height - baseLayer + 1][];
    layers[0] = nodes;
    for (int layer = baseLayer; layer < height; layer++) {
      layers[layer - baseLayer + 1] = parents(sha256, layers[layer - baseLayer], PADDING[layer]);
    }
    return new MerkleTree(baseLayer, height, layers);
  }

  private static byte[] parents(MessageDigest sha256, byte[] nodes, byte[] padding) {
    int count = nodes.length / Hash256.LENGTH_BYTES;
    byte[] parents = new byte[Math.ceilDiv(count, 2) * Hash256.LENGTH_BYTES];
    for (int i = 0; i < count; i += 2) {
      sha256.update(nodes, i * Hash256.LENGTH_BYTES, Hash256.LENGTH_BYTES);
      if (i + 1 < count) {
        sha256.update(nodes, (i + 1) * Hash256.LENGTH_BYTES, Hash256.LENGTH_BYTES);
      } else {
        sha256.update(padding);
      }
      System.arraycopy(
          sha256.digest(), 0, parents, i / 2 * Hash256.LENGTH_BYTES, Hash256.LENGTH_BYTES);
    }
    return parents;
  }

  /**
   * The digests of the blocks in some bytes, which begin with a block; the last may be short.
   *
   * @return 32 bytes a block; the buffer's position moves to its limit
   */
  public static byte[] leaves(ByteBuffer data) {
    return leaves(Digests.sha256(), data);
  }

  static byte[] leaves(MessageDigest sha256, ByteBuffer data) {
    int limit = data.limit();
    int blocks = Math.ceilDiv(data.remaining(), PieceMap.BLOCK_BYTES);
    byte[] leaves = new byte[blocks * Hash256.LENGTH_BYTES];
    for (int i = 0; i < blocks; i++) {
      data.limit(Math.min(limit, data.position() + PieceMap.BLOCK_BYTES));
      sha256.update(data);
      System.arraycopy(sha256.digest(), 0, leaves, i * Hash256.LENGTH_BYTES, Hash256.LENGTH_BYTES);
    }
    data.limit(limit);
    return leaves;
  }

  /** The node that leaves and padding make, a number of layers above them. */
  public static Hash256 rootOf(byte[] leaves, int height) {
    return above(0, height, leaves).root();
  }

  public int baseLayer() {
    return baseLayer;
  }

  /** Layers above the leaves. */
  public int height() {
    return height;
  }

  public Hash256 root() {
    return Hash256.of(layers[height - baseLayer]);
  }

  /** The nodes of the lowest layer here, 32 bytes each, without padding. */
  public byte[] baseNodes() {
    return layers[0].clone();
  }

  /** One node, perhaps padding. */
  public Hash256 node(int layer, int index) {
    byte[] node = new byte[Hash256.LENGTH_BYTES];
    copyNode(layer, index, node, 0);
    return Hash256.of(node);
  }

  void copyNode(int layer, int index, byte[] target, int at) {
    byte[] nodes = layers[layer - baseLayer];
    int from = index * Hash256.LENGTH_BYTES;
    boolean kept = from < nodes.length;
    System.arraycopy(
        kept ? nodes : PADDING[layer], kept ? from : 0, target, at, Hash256.LENGTH_BYTES);
  }

  /** Where nodes of a file's tree come from. */
  @FunctionalInterface
  interface Nodes {
    /** Copies a node, perhaps padding, to a place in a target. */
    void copy(int layer, int index, byte[] target, int at);
  }

  /**
   * The answer to a request whose base is a layer of this tree: the range, then the uncles upwards.
   *
   * @throws IllegalArgumentException if the request does not fit or asks for a layer below
   */
  public byte[] answer(HashRequest request) {
    if (!request.fits(height) || request.baseLayer() < baseLayer) {
      throw new IllegalArgumentException(request + " of a tree of height " + height);
    }
    return answer(request, this::copyNode);
  }

  static byte[] answer(HashRequest request, Nodes nodes) {
    byte[] answer = new byte[(request.length() + request.uncles()) * Hash256.LENGTH_BYTES];
    int at = 0;
    for (int i = 0; i < request.length(); i++, at += Hash256.LENGTH_BYTES) {
      nodes.copy(request.baseLayer(), request.index() + i, answer, at);
    }
    for (int up = request.rangeLayers();
        up <= request.proofLayers();
        up++, at += Hash256.LENGTH_BYTES) {
      nodes.copy(request.baseLayer() + up, (request.index() >> up) ^ 1, answer, at);
    }
    return answer;
  }

  /**
   * Whether an answer proves its range against the root that its request names; only requests for
   * the whole proof can be.
   *
   * @param height of the file's tree
   * @param answer the range's hashes and the uncles upwards, 32 bytes each
   */
  public static boolean proves(HashRequest request, int height, byte[] answer) {
    int up = request.rangeLayers();
    int uncles = height - request.baseLayer() - up;
    if (!request.fits(height)
        || answer.length != (request.length() + uncles) * Hash256.LENGTH_BYTES) {
      return false;
    }
    byte[] range = Arrays.copyOf(answer, request.length() * Hash256.LENGTH_BYTES);
    byte[] node = above(request.baseLayer(), request.baseLayer() + up, range).layers[up];
    MessageDigest sha256 = Digests.sha256();
    int index = request.index() >> up;
    for (int at = range.length; at < answer.length; at += Hash256.LENGTH_BYTES, index >>= 1) {
      boolean left = (index & 1) == 0;
      if (left) {
        sha256.update(node);
      }
      sha256.update(answer, at, Hash256.LENGTH_BYTES);
      if (!left) {
        sha256.update(node);
      }
      node = sha256.digest();
    }
    return request.piecesRoot().matches(node, 0);
  }
}
