package mutual.bankserver.pages;

import java.time.Instant;
import java.util.List;
import mutual.bank.ExchangeView;
import mutual.bankserver.AuditResult;
import mutual.bankserver.BankServerConfig;
import mutual.bankserver.BankStatus;
import mutual.bankserver.MachineEntry;
import mutual.bankserver.PartnerEntry;
import mutual.bankserver.templates.JteoverviewGenerated;
import mutual.middleware.NodeId;
import mutual.pages.Components;
import org.jspecify.annotations.Nullable;

/**
 * The bank at a glance.
 *
 * @param audit null if there was none since the server started
 */
public record Overview(
    BankServerConfig bank,
    NodeId node,
    List<Attention> attention,
    List<MachineEntry> machines,
    List<PartnerEntry> partners,
    List<ExchangeView> latest,
    BankStatus status,
    @Nullable AuditResult audit,
    Instant now) {
  private static final int LATEST_SHOWN = 8;
  private static final int OPEN_LOOKED_AT_MAX = 500;

  static void addTo(Guard guard, Desk desk, AuditDesk audits, NodeId node) {
    guard.page(
        "/",
        _ -> {
          Overview overview = of(desk, audits, node);
          return new View(
              "Overview",
              "/",
              output -> JteoverviewGenerated.render(Components.html(output), null, overview));
        });
  }

  private static Overview of(Desk desk, AuditDesk audits, NodeId node) {
    Instant now = desk.clock().instant();
    List<MachineEntry> machines = desk.books().machines();
    List<PartnerEntry> partners = desk.books().partners();
    List<ExchangeView> open =
        desk.books().exchanges(null, OPEN_LOOKED_AT_MAX, /* openOnly= */ true);
    AuditResult audit = audits.last();
    return new Overview(
        desk.bank(),
        node,
        Attention.of(machines, partners, open, audit, desk.currency(), now),
        machines,
        partners,
        desk.books().exchanges(null, LATEST_SHOWN, /* openOnly= */ false),
        desk.books().status(),
        audit,
        now);
  }

  public long cashInMachines() {
    return machines.stream().mapToLong(entry -> entry.machine().cash()).sum();
  }

  /** Positive if partners owe this bank more than it owes them. */
  public long netOfPartners() {
    return partners.stream().mapToLong(PartnerEntry::net).sum();
  }

  public int openExchanges() {
    return status.openExchanges().values().stream().mapToInt(Integer::intValue).sum();
  }
}
