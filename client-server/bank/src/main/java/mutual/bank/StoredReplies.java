package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import mutual.bank.Bank.TransferView;
import org.jspecify.annotations.Nullable;

/** Replies to remembered requests as they stand in a snapshot. */
final class StoredReplies {
  private static final int ACCOUNTS_MAX = 1 << 16;

  private StoredReplies() {}

  static void put(DataOutput out, Reply reply) throws IOException {
    switch (reply) {
      case Reply.Done _ -> out.writeByte(1);
      case Reply.Refused r -> {
        out.writeByte(2);
        Stored.putRefusal(out, r.refusal());
        out.writeByte(r.pinTriesLeft());
      }
      case Reply.AccountOpened r -> {
        out.writeByte(3);
        out.writeUTF(r.account());
      }
      case Reply.CardIssued r -> {
        out.writeByte(4);
        out.writeUTF(r.card());
      }
      case Reply.Balance r -> {
        out.writeByte(5);
        putBalance(out, r);
      }
      case Reply.Transferred r -> {
        out.writeByte(6);
        out.writeBoolean(r.pending());
        out.writeLong(r.available());
      }
      case Reply.Balances r -> {
        out.writeByte(7);
        out.writeInt(r.accounts().size());
        for (Reply.Balance balance : r.accounts()) {
          putBalance(out, balance);
        }
      }
      case Reply.Approved _, Reply.Begun _, Reply.BatchResults _, Reply.ToPartner _ ->
          throw new IllegalStateException("not a reply to a remembered request: " + reply);
    }
  }

  static Reply reply(DataInput in) throws IOException {
    int type = in.readByte();
    return switch (type) {
      case 1 -> new Reply.Done();
      case 2 -> new Reply.Refused(Objects.requireNonNull(Stored.refusal(in)), in.readByte());
      case 3 -> new Reply.AccountOpened(in.readUTF());
      case 4 -> new Reply.CardIssued(in.readUTF());
      case 5 -> balance(in);
      case 6 -> new Reply.Transferred(in.readBoolean(), in.readLong());
      case 7 -> {
        List<Reply.Balance> accounts = new ArrayList<>();
        for (int i = Stored.count(in.readInt(), ACCOUNTS_MAX); i > 0; i--) {
          accounts.add(balance(in));
        }
        yield new Reply.Balances(List.copyOf(accounts));
      }
      default -> throw new IOException("no reply of type " + type);
    };
  }

  private static void putBalance(DataOutput out, Reply.Balance balance) throws IOException {
    out.writeUTF(balance.account());
    out.writeLong(balance.balance());
    out.writeLong(balance.available());
    out.writeUTF(balance.currency());
  }

  private static Reply.Balance balance(DataInput in) throws IOException {
    return new Reply.Balance(in.readUTF(), in.readLong(), in.readLong(), in.readUTF());
  }

  static void putTransfer(DataOutput out, @Nullable TransferView transfer) throws IOException {
    out.writeBoolean(transfer != null);
    if (transfer != null) {
      out.writeByte(transfer.state() == TransferView.State.REFUSED ? 1 : 2);
      Stored.putRefusal(out, transfer.refusal());
      out.writeUTF(transfer.from());
      out.writeUTF(transfer.to());
      out.writeLong(transfer.amount());
      out.writeUTF(transfer.currency());
    }
  }

  static @Nullable TransferView transfer(DataInput in, UUID id) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    TransferView.State state =
        in.readByte() == 1 ? TransferView.State.REFUSED : TransferView.State.COMPLETED;
    return new TransferView(
        id, state, Stored.refusal(in), in.readUTF(), in.readUTF(), in.readLong(), in.readUTF());
  }
}
