package mutual.cashmachine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import mutual.contracts.bank.v1.Refusal;
import mutual.contracts.bank.v1.SealedPin;

/**
 * Journal entries as bytes: kind (1), id (16), time (8), then the kind's own fields. Texts are
 * UTF-8 with a length before them; notes are a count of denominations, then pairs. Kinds are never
 * renumbered.
 */
public final class JournalEntryCodec {
  private static final int DENOMINATIONS_MAX = 64;
  private static final int SEALED_PIN_BYTES_MAX = 4096;

  private JournalEntryCodec() {}

  public static byte[] encode(JournalEntry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(kind(entry));
      out.writeLong(entry.id().getMostSignificantBits());
      out.writeLong(entry.id().getLeastSignificantBits());
      out.writeLong(entry.atMillis());
      writeBody(out, entry);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static int kind(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.WithdrawalAsked e -> 1;
      case JournalEntry.WithdrawalApproved e -> 2;
      case JournalEntry.WithdrawalRefused e -> 3;
      case JournalEntry.DispenseStarted e -> 4;
      case JournalEntry.DispenseFinished e -> 5;
      case JournalEntry.CashTaken e -> 6;
      case JournalEntry.CashRetracted e -> 7;
      case JournalEntry.ConfirmDue e -> 8;
      case JournalEntry.ReverseDue e -> 9;
      case JournalEntry.Settled e -> 10;
      case JournalEntry.Uncertain e -> 11;
      case JournalEntry.Resolved e -> 12;
      case JournalEntry.DepositCounted e -> 13;
      case JournalEntry.DepositAsked e -> 14;
      case JournalEntry.DepositAccepted e -> 15;
      case JournalEntry.DepositRefused e -> 16;
      case JournalEntry.DepositStored e -> 17;
      case JournalEntry.DepositReturned e -> 18;
      case JournalEntry.DepositHeld e -> 19;
      case JournalEntry.TransferAsked e -> 20;
      case JournalEntry.ServiceAnswered e -> 21;
      case JournalEntry.CardRetained e -> 22;
      case JournalEntry.AttentionCleared e -> 23;
    };
  }

  private static void writeBody(DataOutputStream out, JournalEntry entry) throws IOException {
    switch (entry) {
      case JournalEntry.WithdrawalAsked e -> {
        out.writeUTF(e.card());
        out.writeLong(e.amount());
        out.writeLong(e.fee());
      }
      case JournalEntry.WithdrawalRefused e -> out.writeShort(e.refusal().getNumber());
      case JournalEntry.DispenseStarted e -> {
        writeNotes(out, e.mix());
        writeNotes(out, e.before());
      }
      case JournalEntry.DispenseFinished e -> writeNotes(out, e.presented());
      case JournalEntry.CashRetracted e -> writeNotes(out, e.retracted());
      case JournalEntry.ConfirmDue e -> out.writeLong(e.dispensed());
      case JournalEntry.ReverseDue e -> out.writeUTF(e.reason());
      case JournalEntry.Settled e -> out.writeShort(e.refusal().getNumber());
      case JournalEntry.Uncertain e -> out.writeUTF(e.reason());
      case JournalEntry.Resolved e -> writeNotes(out, e.after());
      case JournalEntry.DepositCounted e -> writeNotes(out, e.notes());
      case JournalEntry.DepositAsked e -> {
        out.writeUTF(e.cardNumber());
        byte[] pin = e.pin().toByteArray();
        out.writeShort(pin.length);
        out.write(pin);
        out.writeUTF(e.account());
        writeNotes(out, e.notes());
      }
      case JournalEntry.DepositRefused e -> out.writeShort(e.refusal().getNumber());
      case JournalEntry.DepositReturned e -> writeNotes(out, e.notes());
      case JournalEntry.DepositHeld e -> {
        out.writeUTF(e.card());
        writeNotes(out, e.notes());
      }
      case JournalEntry.TransferAsked e -> {
        out.writeUTF(e.card());
        out.writeUTF(e.fromAccount());
        out.writeUTF(e.toAccount());
        out.writeLong(e.amount());
      }
      case JournalEntry.ServiceAnswered e -> {
        out.writeUTF(e.card());
        out.writeUTF(e.outcome());
      }
      case JournalEntry.CardRetained e -> {
        out.writeUTF(e.card());
        out.writeUTF(e.reason());
      }
      case JournalEntry.WithdrawalApproved _,
          JournalEntry.CashTaken _,
          JournalEntry.DepositAccepted _,
          JournalEntry.DepositStored _,
          JournalEntry.AttentionCleared _ -> {}
    }
  }

  /** Fails with an {@link IOException} on anything that {@link #encode} does not write. */
  public static JournalEntry decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int kind = in.readUnsignedByte();
      UUID id = new UUID(in.readLong(), in.readLong());
      JournalEntry entry = readBody(in, kind, id, in.readLong());
      if (in.available() > 0) {
        throw new IOException(in.available() + " bytes too many in an entry of kind " + kind);
      }
      return entry;
    } catch (IllegalArgumentException e) {
      throw new IOException("malformed journal entry", e);
    }
  }

  private static JournalEntry readBody(DataInputStream in, int kind, UUID id, long at)
      throws IOException {
    return switch (kind) {
      case 1 ->
          new JournalEntry.WithdrawalAsked(id, at, in.readUTF(), in.readLong(), in.readLong());
      case 2 -> new JournalEntry.WithdrawalApproved(id, at);
      case 3 -> new JournalEntry.WithdrawalRefused(id, at, readRefusal(in));
      case 4 -> new JournalEntry.DispenseStarted(id, at, readNotes(in), readNotes(in));
      case 5 -> new JournalEntry.DispenseFinished(id, at, readNotes(in));
      case 6 -> new JournalEntry.CashTaken(id, at);
      case 7 -> new JournalEntry.CashRetracted(id, at, readNotes(in));
      case 8 -> new JournalEntry.ConfirmDue(id, at, in.readLong());
      case 9 -> new JournalEntry.ReverseDue(id, at, in.readUTF());
      case 10 -> new JournalEntry.Settled(id, at, readRefusal(in));
      case 11 -> new JournalEntry.Uncertain(id, at, in.readUTF());
      case 12 -> new JournalEntry.Resolved(id, at, readNotes(in));
      case 13 -> new JournalEntry.DepositCounted(id, at, readNotes(in));
      case 14 ->
          new JournalEntry.DepositAsked(
              id, at, in.readUTF(), readPin(in), in.readUTF(), readNotes(in));
      case 15 -> new JournalEntry.DepositAccepted(id, at);
      case 16 -> new JournalEntry.DepositRefused(id, at, readRefusal(in));
      case 17 -> new JournalEntry.DepositStored(id, at);
      case 18 -> new JournalEntry.DepositReturned(id, at, readNotes(in));
      case 19 -> new JournalEntry.DepositHeld(id, at, in.readUTF(), readNotes(in));
      case 20 ->
          new JournalEntry.TransferAsked(
              id, at, in.readUTF(), in.readUTF(), in.readUTF(), in.readLong());
      case 21 -> new JournalEntry.ServiceAnswered(id, at, in.readUTF(), in.readUTF());
      case 22 -> new JournalEntry.CardRetained(id, at, in.readUTF(), in.readUTF());
      case 23 -> new JournalEntry.AttentionCleared(id, at);
      default -> throw new IOException("journal entry of unknown kind " + kind);
    };
  }

  static void writeNotes(DataOutputStream out, Notes notes) throws IOException {
    out.writeByte(notes.counts().size());
    for (Map.Entry<Integer, Integer> entry : notes.counts().entrySet()) {
      out.writeInt(entry.getKey());
      out.writeInt(entry.getValue());
    }
  }

  static Notes readNotes(DataInputStream in) throws IOException {
    int size = in.readUnsignedByte();
    if (size > DENOMINATIONS_MAX) {
      throw new IOException(size + " denominations");
    }
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      counts.put(in.readInt(), in.readInt());
    }
    return Notes.of(counts);
  }

  private static SealedPin readPin(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    if (length > SEALED_PIN_BYTES_MAX) {
      throw new IOException("a sealed PIN of " + length + " bytes");
    }
    return SealedPin.parseFrom(in.readNBytes(length));
  }

  private static Refusal readRefusal(DataInputStream in) throws IOException {
    Refusal refusal = Refusal.forNumber(in.readUnsignedShort());
    return refusal == null ? Refusal.UNRECOGNIZED : refusal;
  }
}
