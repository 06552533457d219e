package mutual.bankserver;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import mutual.bank.Bank;
import mutual.middleware.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask this bank for what: machines and partners from the core, programs from the database,
 * and the bank itself (its own command line) for everything. An immutable table that is replaced as
 * a whole, so that it can be asked on any thread without waiting.
 */
final class Callers {
  /**
   * What one key stands for; a key may be more than one thing.
   *
   * @param machine name of the cash machine, or null
   * @param partner code of the partner bank, or null
   */
  record Standing(@Nullable String machine, @Nullable String partner, Set<Right> rights) {}

  private final NodeId self;
  private final BankLog log;
  private final NodeRecords nodes;
  private volatile Map<NodeId, Standing> table = Map.of();

  Callers(NodeId self, BankLog log, NodeRecords nodes) {
    this.self = self;
    this.log = log;
    this.nodes = nodes;
  }

  /** Reads the table anew, after a machine, a partner or a right has changed. */
  synchronized void refresh() {
    Map<NodeId, Standing> fresh = new HashMap<>();
    for (ClientEntry client : nodes.clients()) {
      if (!client.rights().isEmpty()) {
        fresh.put(client.node(), new Standing(null, null, client.rights()));
      }
    }
    for (Bank.MachineView machine : log.read(Bank::machines)) {
      fresh.merge(
          NodeId.of(machine.nodeId()),
          new Standing(machine.machine(), null, Set.of()),
          Callers::both);
    }
    for (Bank.PartnerView partner : log.read(Bank::partners)) {
      fresh.merge(
          NodeId.of(partner.nodeId()),
          new Standing(null, partner.bankCode(), Set.of()),
          Callers::both);
    }
    fresh.merge(self, new Standing(null, null, EnumSet.allOf(Right.class)), Callers::both);
    table = Map.copyOf(fresh);
  }

  private static Standing both(Standing a, Standing b) {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    rights.addAll(a.rights());
    rights.addAll(b.rights());
    return new Standing(
        a.machine() == null ? b.machine() : a.machine(),
        a.partner() == null ? b.partner() : a.partner(),
        rights);
  }

  /** What the key stands for; null for a stranger. */
  @Nullable Standing find(NodeId node) {
    return table.get(node);
  }
}
