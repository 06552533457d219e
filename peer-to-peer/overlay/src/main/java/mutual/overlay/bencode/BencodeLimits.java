package mutual.overlay.bencode;

/**
 * How much a decoder takes from a stranger before it gives up.
 *
 * @param bytesMax bytes of the whole value
 * @param depthMax lists and dictionaries within each other, at most {@link #DEPTH_MAX}
 * @param valuesMax values and keys in all: two bytes of input can make an object of forty
 */
public record BencodeLimits(int bytesMax, int depthMax, int valuesMax) {
  /** The deepest nesting that any limits may allow, so that recursion never fills a stack. */
  public static final int DEPTH_MAX = 256;

  /** For a datagram or a small message: 64 KiB. */
  public static final BencodeLimits MESSAGE = new BencodeLimits(64 << 10, 16, 8 << 10);

  /** For a torrent file or its info dictionary: 64 MiB. */
  public static final BencodeLimits TORRENT = new BencodeLimits(64 << 20, 128, 8 << 20);

  public BencodeLimits {
    if (bytesMax < 1 || valuesMax < 1 || depthMax < 1 || depthMax > DEPTH_MAX) {
      throw new IllegalArgumentException(
          "limits of bencode: " + bytesMax + " B, " + depthMax + " deep, " + valuesMax + " values");
    }
  }

  public BencodeLimits withBytesMax(int bytes) {
    return new BencodeLimits(bytes, depthMax, valuesMax);
  }
}
