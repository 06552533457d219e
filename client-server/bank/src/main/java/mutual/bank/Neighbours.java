package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The nodes that this bank knows by key: its cash machines and its partner banks. */
final class Neighbours {
  final Map<String, Machine> machines = new LinkedHashMap<>();
  final Map<String, Partner> partners = new LinkedHashMap<>();
  private final Map<String, Partner> partnersByPrefix = new LinkedHashMap<>();

  void add(Machine machine) {
    machines.put(machine.name, machine);
  }

  void add(Partner partner) {
    partners.put(partner.bankCode, partner);
    partnersByPrefix.put(partner.cardPrefix, partner);
  }

  @Nullable Partner issuer(String card) {
    return card.length() < CardNumber.PREFIX_DIGITS
        ? null
        : partnersByPrefix.get(card.substring(0, CardNumber.PREFIX_DIGITS));
  }

  boolean prefixTaken(String prefix) {
    return partnersByPrefix.containsKey(prefix);
  }

  boolean keyTaken(byte[] nodeId) {
    return machines.values().stream().anyMatch(m -> Arrays.equals(m.nodeId, nodeId))
        || partners.values().stream().anyMatch(p -> Arrays.equals(p.nodeId, nodeId));
  }

  void writeSnapshot(DataOutput out) throws IOException {
    out.writeInt(machines.size());
    for (Machine machine : machines.values()) {
      out.writeUTF(machine.name);
      Stored.putBytes(out, machine.nodeId);
      out.writeLong(machine.cash.id);
    }
    out.writeInt(partners.size());
    for (Partner partner : partners.values()) {
      out.writeUTF(partner.bankCode);
      Stored.putBytes(out, partner.nodeId);
      out.writeUTF(partner.cardPrefix);
      out.writeLong(partner.firstCap);
      out.writeLong(partner.dueFrom.id);
      out.writeLong(partner.dueTo.id);
      out.writeLong(partner.netDebitCap);
      out.writeBoolean(partner.suspended);
    }
  }

  void readSnapshot(DataInput in, BankLimits limits, Chart chart) throws IOException {
    for (int i = Stored.count(in.readInt(), limits.machinesMax()); i > 0; i--) {
      String name = in.readUTF();
      add(new Machine(name, Stored.requiredBytes(in), chart.get(in.readLong())));
    }
    for (int i = Stored.count(in.readInt(), limits.partnersMax()); i > 0; i--) {
      String code = in.readUTF();
      byte[] nodeId = Stored.requiredBytes(in);
      String prefix = in.readUTF();
      long firstCap = in.readLong();
      Account dueFrom = chart.get(in.readLong());
      Account dueTo = chart.get(in.readLong());
      Partner partner = new Partner(code, nodeId, prefix, firstCap, dueFrom, dueTo);
      partner.netDebitCap = in.readLong();
      partner.suspended = in.readBoolean();
      add(partner);
    }
  }
}
