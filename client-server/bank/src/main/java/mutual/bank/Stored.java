package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How values that several parts of a snapshot share are laid out. */
final class Stored {
  /** The most bytes of a byte string in a snapshot. */
  private static final int BYTES_MAX = 1 << 16;

  private Stored() {}

  static void putId(DataOutput out, UUID id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  static UUID id(DataInput in) throws IOException {
    long high = in.readLong();
    return new UUID(high, in.readLong());
  }

  static void putText(DataOutput out, @Nullable String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  static @Nullable String text(DataInput in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  static void putBytes(DataOutput out, byte @Nullable [] bytes) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  static byte @Nullable [] bytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[count(length, BYTES_MAX)];
    in.readFully(bytes);
    return bytes;
  }

  static byte[] requiredBytes(DataInput in) throws IOException {
    byte[] bytes = bytes(in);
    if (bytes == null) {
      throw new IOException("bytes are missing");
    }
    return bytes;
  }

  static void putRefusal(DataOutput out, @Nullable Refusal refusal) throws IOException {
    out.writeByte(refusal == null ? 0 : refusal.code());
  }

  static @Nullable Refusal refusal(DataInput in) throws IOException {
    int code = in.readUnsignedByte();
    return code == 0 ? null : Refusal.ofCode(code);
  }

  /** A count read from a snapshot, which must not exceed the bound it was made under. */
  static int count(int count, int max) throws IOException {
    if (count < 0 || count > max) {
      throw new IOException("a count of " + count + " exceeds its bound of " + max);
    }
    return count;
  }
}
