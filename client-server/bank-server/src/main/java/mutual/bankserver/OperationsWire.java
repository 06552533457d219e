package mutual.bankserver;

import java.time.Instant;
import mutual.bank.Bank;
import mutual.bank.ExchangeView;
import mutual.contracts.bank.v1.Cassette;
import mutual.contracts.bank.v1.Exchange;
import mutual.contracts.bank.v1.ExchangeStep;
import mutual.contracts.bank.v1.Machine;
import mutual.contracts.bank.v1.Partner;
import mutual.middleware.NodeId;

/** Machines, partners and exchanges as they stand in the contracts. */
final class OperationsWire {
  private final String currency;

  OperationsWire(String currency) {
    this.currency = currency;
  }

  Machine machine(MachineEntry entry) {
    Bank.MachineView machine = entry.machine();
    Machine.Builder wire =
        Machine.newBuilder()
            .setMachine(machine.machine())
            .setNodeId(NodeId.of(machine.nodeId()).toString())
            .setPlace(entry.place())
            .setCash(Wire.money(machine.cash(), currency))
            .setOpenExchanges(machine.openExchanges());
    MachineReport report = entry.report();
    if (report != null) {
      wire.setCounted(Wire.money(report.counted(), currency))
          .setLastSeen(report.time().toString())
          .setStatus(report.status());
      for (MachineReport.CassetteReport cassette : report.cassettes()) {
        wire.addCassettes(
            Cassette.newBuilder()
                .setDenomination(Wire.money(cassette.denomination(), currency))
                .setNotes(cassette.notes())
                .setCapacity(cassette.capacity()));
      }
    }
    return wire.build();
  }

  Partner partner(PartnerEntry entry) {
    Bank.PartnerView partner = entry.partner();
    return Partner.newBuilder()
        .setCode(partner.bankCode())
        .setName(entry.name())
        .setNodeId(NodeId.of(partner.nodeId()).toString())
        .setCardPrefix(partner.cardPrefix())
        .setNetDebitCap(Wire.money(partner.netDebitCap(), currency))
        .setDueFrom(Wire.money(partner.dueFrom(), currency))
        .setDueTo(Wire.money(partner.dueTo(), currency))
        .setNet(Wire.money(entry.net(), currency))
        .setSuspended(partner.suspended())
        .addAllAddresses(entry.addresses())
        .setOutstanding(partner.outstanding())
        .setReachable(entry.reachable())
        .build();
  }

  Exchange exchange(ExchangeView view) {
    Exchange.Builder wire =
        Exchange.newBuilder()
            .setId(view.id().toString())
            .setRole(view.role().name())
            .setState(view.state().name())
            .setAmount(Wire.money(view.amount(), view.currency()))
            .setFee(Wire.money(view.fee(), view.currency()))
            .setCreated(Instant.ofEpochMilli(view.createdMillis()).toString());
    if (view.partner() != null) {
      wire.setPartner(view.partner());
    }
    if (view.machine() != null) {
      wire.setMachine(view.machine());
    }
    if (view.card() != null) {
      wire.setCard(Wire.masked(view.card()));
    }
    if (view.account() != null) {
      wire.setAccount(view.account());
    }
    if (view.refusal() != null) {
      wire.setRefusal(Wire.refusal(view.refusal()));
    }
    if (view.outstanding() != null) {
      wire.setOutstanding(view.outstanding().name());
    }
    for (ExchangeView.Step step : view.history()) {
      wire.addHistory(
          ExchangeStep.newBuilder()
              .setTime(Instant.ofEpochMilli(step.timestampMillis()).toString())
              .setState(step.state().name())
              .setEvent(step.event()));
    }
    return wire.build();
  }
}
