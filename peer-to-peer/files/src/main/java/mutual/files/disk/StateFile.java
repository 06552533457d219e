package mutual.files.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What is kept of a share between two runs.
 *
 * <p>The bytes: a mark, this record's fields in their order, strings and sets of bits with their
 * length before them, and a CRC32C of all before it. A file that is not exactly that is taken for
 * missing, which costs a check of the content but loses nothing.
 *
 * @param generation counts the snapshots; the log that goes on from this one has the same
 * @param boot which start of the machine it was written in
 * @param top the name of the share's own file or folder
 * @param verified the pieces on disk
 * @param doubtful pieces that may be there but have to be checked
 * @param forced those of the verified that would survive a power cut
 * @param aside the files whose parts are in side files
 * @param sizes of each file, -1 for one that was not there
 * @param modified of each file, in nanoseconds since 1970
 */
record StateFile(
    long generation,
    String boot,
    String top,
    BitSet verified,
    BitSet doubtful,
    BitSet forced,
    BitSet aside,
    long[] sizes,
    long[] modified) {
  private static final long MARK = 0x4d75_7475_616c_5331L;

  byte[] encode() {
    byte[] bootBytes = boot.getBytes(UTF_8);
    byte[] topBytes = top.getBytes(UTF_8);
    byte[][] parts = {
      bootBytes,
      topBytes,
      verified.toByteArray(),
      doubtful.toByteArray(),
      forced.toByteArray(),
      aside.toByteArray()
    };
    int length = 8 + 8 + 4 + 16 * sizes.length + 4;
    for (byte[] part : parts) {
      length += 4 + part.length;
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    out.putLong(MARK).putLong(generation);
    for (byte[] part : parts) {
      out.putInt(part.length).put(part);
    }
    out.putInt(sizes.length);
    for (int i = 0; i < sizes.length; i++) {
      out.putLong(sizes[i]).putLong(modified[i]);
    }
    return out.putInt(crc(out.array(), length - 4)).array();
  }

  /** Of a share of so many files; empty if the bytes are anything else. */
  static Optional<StateFile> decode(byte[] bytes, int files) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (in.getLong() != MARK || crc(bytes, bytes.length - 4) != in.getInt(bytes.length - 4)) {
        return Optional.empty();
      }
      long generation = in.getLong();
      String boot = new String(part(in), UTF_8);
      String top = new String(part(in), UTF_8);
      BitSet verified = BitSet.valueOf(part(in));
      BitSet doubtful = BitSet.valueOf(part(in));
      BitSet forced = BitSet.valueOf(part(in));
      BitSet aside = BitSet.valueOf(part(in));
      if (in.getInt() != files || in.remaining() != 16 * files + 4) {
        return Optional.empty();
      }
      long[] sizes = new long[files];
      long[] modified = new long[files];
      for (int i = 0; i < files; i++) {
        sizes[i] = in.getLong();
        modified[i] = in.getLong();
      }
      return Optional.of(
          new StateFile(generation, boot, top, verified, doubtful, forced, aside, sizes, modified));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static byte[] part(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] part = new byte[length];
    in.get(part);
    return part;
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
