package mutual.cashmachine.devices;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import mutual.cashmachine.Cassette;
import mutual.cashmachine.NoteMix;
import mutual.cashmachine.Notes;
import org.jspecify.annotations.Nullable;

/**
 * Where each note and card physically is. This is the simulated machine's matter, not its
 * knowledge: it survives power cuts whatever the journal says.
 *
 * @param stacker picked, on the way to the shutter
 * @param card the card in the reader; empty if none
 * @param retained cards in the bin
 * @param presentedFor the dispenser's memory: the last withdrawal it presented notes for
 * @param presented what it presented for it, less what it took back
 * @param taken all notes that customers ever took from the shutter
 * @param inserted all notes that customers ever put in, less those given back
 * @param loaded all notes that attendants ever put in, less those they took out
 */
public record Contents(
    List<Cassette> cassettes,
    Notes stacker,
    Notes shutter,
    Notes reject,
    Notes escrow,
    Notes deposits,
    String card,
    List<String> retained,
    @Nullable UUID presentedFor,
    Notes presented,
    Notes taken,
    Notes inserted,
    Notes loaded) {
  private static final int FORMAT = 1;
  private static final int CASSETTES_MAX = 64;
  private static final int RETAINED_MAX = 1000;

  public Contents {
    cassettes = List.copyOf(cassettes);
    retained = List.copyOf(retained);
  }

  /** A new machine with these cassettes and nothing else in it. */
  public static Contents of(List<Cassette> cassettes) {
    return new Contents(
        cassettes,
        Notes.NONE,
        Notes.NONE,
        Notes.NONE,
        Notes.NONE,
        Notes.NONE,
        "",
        List.of(),
        null,
        Notes.NONE,
        Notes.NONE,
        Notes.NONE,
        NoteMix.in(cassettes));
  }

  /** The same, after some moves. */
  Contents with(Consumer<Draft> moves) {
    Draft draft = new Draft(this);
    moves.accept(draft);
    return draft.done();
  }

  /** Contents while something is being moved. */
  static final class Draft {
    List<Cassette> cassettes;
    Notes stacker;
    Notes shutter;
    Notes reject;
    Notes escrow;
    Notes deposits;
    String card;
    List<String> retained;
    @Nullable UUID presentedFor;
    Notes presented;
    Notes taken;
    Notes inserted;
    Notes loaded;

    private Draft(Contents from) {
      cassettes = new ArrayList<>(from.cassettes);
      stacker = from.stacker;
      shutter = from.shutter;
      reject = from.reject;
      escrow = from.escrow;
      deposits = from.deposits;
      card = from.card;
      retained = new ArrayList<>(from.retained);
      presentedFor = from.presentedFor;
      presented = from.presented;
      taken = from.taken;
      inserted = from.inserted;
      loaded = from.loaded;
    }

    /** Takes notes out of the cassettes of their denominations. */
    void pick(Notes notes) {
      notes
          .counts()
          .forEach(
              (denomination, count) -> {
                int left = count;
                for (int i = 0; i < cassettes.size() && left > 0; i++) {
                  Cassette cassette = cassettes.get(i);
                  if (cassette.denomination() == denomination) {
                    int picked = Math.min(left, cassette.notes());
                    cassettes.set(i, cassette.with(cassette.notes() - picked));
                    left -= picked;
                  }
                }
                if (left > 0) {
                  throw new IllegalStateException(left + " notes of " + denomination + " missing");
                }
              });
      stacker = stacker.plus(notes);
    }

    private Contents done() {
      return new Contents(
          cassettes,
          stacker,
          shutter,
          reject,
          escrow,
          deposits,
          card,
          retained,
          presentedFor,
          presented,
          taken,
          inserted,
          loaded);
    }
  }

  /** Every note in the machine or in its shutter. */
  public Notes inside() {
    return NoteMix.in(cassettes)
        .plus(stacker)
        .plus(shutter)
        .plus(reject)
        .plus(escrow)
        .plus(deposits);
  }

  /** No note came from nowhere, and none is gone. */
  public boolean conserved() {
    return inside().plus(taken).equals(loaded.plus(inserted));
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeByte(cassettes.size());
      for (Cassette cassette : cassettes) {
        out.writeInt(cassette.denomination());
        out.writeInt(cassette.notes());
        out.writeInt(cassette.capacity());
      }
      for (Notes notes : List.of(stacker, shutter, reject, escrow, deposits)) {
        write(out, notes);
      }
      out.writeUTF(card);
      out.writeShort(retained.size());
      for (String each : retained) {
        out.writeUTF(each);
      }
      out.writeBoolean(presentedFor != null);
      if (presentedFor != null) {
        out.writeLong(presentedFor.getMostSignificantBits());
        out.writeLong(presentedFor.getLeastSignificantBits());
      }
      for (Notes notes : List.of(presented, taken, inserted, loaded)) {
        write(out, notes);
      }
      CRC32C check = new CRC32C();
      check.update(bytes.toByteArray());
      out.writeInt((int) check.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Fails with an {@link IOException} on anything that {@link #encode} does not write. */
  static Contents decode(byte[] bytes) throws IOException {
    if (bytes.length < 4) {
      throw new IOException("too short");
    }
    CRC32C check = new CRC32C();
    check.update(bytes, 0, bytes.length - 4);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readUnsignedByte() != FORMAT) {
        throw new IOException("unknown format");
      }
      int count = in.readUnsignedByte();
      if (count > CASSETTES_MAX) {
        throw new IOException(count + " cassettes");
      }
      List<Cassette> cassettes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        cassettes.add(new Cassette(in.readInt(), in.readInt(), in.readInt()));
      }
      Notes stacker = read(in);
      Notes shutter = read(in);
      Notes reject = read(in);
      Notes escrow = read(in);
      Notes deposits = read(in);
      String card = in.readUTF();
      int cards = in.readUnsignedShort();
      if (cards > RETAINED_MAX) {
        throw new IOException(cards + " retained cards");
      }
      List<String> retained = new ArrayList<>();
      for (int i = 0; i < cards; i++) {
        retained.add(in.readUTF());
      }
      UUID presentedFor = in.readBoolean() ? new UUID(in.readLong(), in.readLong()) : null;
      Contents contents =
          new Contents(
              cassettes,
              stacker,
              shutter,
              reject,
              escrow,
              deposits,
              card,
              retained,
              presentedFor,
              read(in),
              read(in),
              read(in),
              read(in));
      if (in.readInt() != (int) check.getValue()) {
        throw new IOException("checksum does not match");
      }
      return contents;
    } catch (IllegalArgumentException e) {
      throw new IOException("malformed contents", e);
    }
  }

  private static void write(DataOutputStream out, Notes notes) throws IOException {
    out.writeByte(notes.counts().size());
    for (Map.Entry<Integer, Integer> entry : notes.counts().entrySet()) {
      out.writeInt(entry.getKey());
      out.writeInt(entry.getValue());
    }
  }

  private static Notes read(DataInputStream in) throws IOException {
    Map<Integer, Integer> counts = new TreeMap<>();
    int size = in.readUnsignedByte();
    for (int i = 0; i < size; i++) {
      counts.put(in.readInt(), in.readInt());
    }
    return Notes.of(counts);
  }
}
