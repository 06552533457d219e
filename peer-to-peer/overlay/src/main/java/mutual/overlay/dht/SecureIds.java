package mutual.overlay.dht;

import java.net.InetAddress;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * Node ids that follow from the node's address (BEP 42), so that nobody can choose freely whom to
 * sit beside.
 */
final class SecureIds {
  private static final byte[] MASK_4 = {0x03, 0x0f, 0x3f, (byte) 0xff};
  private static final byte[] MASK_6 = {0x01, 0x03, 0x07, 0x0f, 0x1f, 0x3f, 0x7f, (byte) 0xff};

  private SecureIds() {}

  static DhtId make(InetAddress address, RandomGenerator random) {
    byte[] id = DhtId.random(random).bytes();
    int crc = crc(address, id[DhtId.BYTES - 1]);
    id[0] = (byte) (crc >>> 24);
    id[1] = (byte) (crc >>> 16);
    id[2] = (byte) (((crc >>> 8) & 0xf8) | (id[2] & 0x07));
    return DhtId.of(id);
  }

  /** Whether an id may belong to an address; those that are not global may have any. */
  static boolean fits(DhtId id, InetAddress address) {
    if (!Reach.isGlobal(address)) {
      return true;
    }
    int crc = crc(address, id.byteAt(DhtId.BYTES - 1));
    return id.byteAt(0) == (byte) (crc >>> 24)
        && id.byteAt(1) == (byte) (crc >>> 16)
        && (id.byteAt(2) & 0xf8) == ((crc >>> 8) & 0xf8);
  }

  private static int crc(InetAddress address, byte salt) {
    byte[] bytes = address.getAddress();
    byte[] mask = bytes.length == 4 ? MASK_4 : MASK_6;
    byte[] masked = new byte[mask.length];
    for (int i = 0; i < mask.length; i++) {
      masked[i] = (byte) (bytes[i] & mask[i]);
    }
    masked[0] |= (byte) ((salt & 0x07) << 5);
    CRC32C crc = new CRC32C();
    crc.update(masked);
    return (int) crc.getValue();
  }
}
