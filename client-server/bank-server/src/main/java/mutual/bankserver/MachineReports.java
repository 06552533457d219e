package mutual.bankserver;

import java.time.InstantSource;
import java.util.List;
import mutual.contracts.bank.v1.Money;
import mutual.contracts.bank.v1.ReportStatusRequest;
import mutual.contracts.bank.v1.ReportStatusResponse;

/** Takes what cash machines say of themselves, and tells them where they are. */
final class MachineReports {
  private final BankServerConfig config;
  private final NodeRecords nodes;
  private final ChangeFeed changes;
  private final InstantSource clock;

  MachineReports(
      BankServerConfig config, NodeRecords nodes, ChangeFeed changes, InstantSource clock) {
    this.config = config;
    this.nodes = nodes;
    this.changes = changes;
    this.clock = clock;
  }

  ReportStatusResponse report(String machine, ReportStatusRequest request) {
    if (request.getCassettesCount() > Text.CASSETTES_MAX) {
      throw new IllegalArgumentException("cassettes: at most " + Text.CASSETTES_MAX);
    }
    List<MachineReport.CassetteReport> cassettes =
        request.getCassettesList().stream()
            .map(
                cassette ->
                    new MachineReport.CassetteReport(
                        own(cassette.getDenomination(), "denomination"),
                        cassette.getNotes(),
                        cassette.getCapacity()))
            .toList();
    nodes.putReport(
        machine,
        new MachineReport(
            clock.instant(),
            Text.status(request.getStatus()),
            own(request.getCounted(), "counted"),
            cassettes));
    changes.publish(new BankChange.MachineChanged(machine));
    NodeRecords.MachineRecord record = nodes.machines().get(machine);
    return ReportStatusResponse.newBuilder()
        .setBankName(config.bankName())
        .setCurrency(config.currency())
        .setMachine(machine)
        .setPlace(record == null ? "" : record.place())
        .build();
  }

  private long own(Money money, String field) {
    if (!Wire.currency(money, field).equals(config.currency())) {
      throw new IllegalArgumentException(field + ": this bank keeps " + config.currency());
    }
    return money.getMinorUnits();
  }
}
