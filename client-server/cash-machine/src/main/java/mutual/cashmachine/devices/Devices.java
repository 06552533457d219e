package mutual.cashmachine.devices;

import java.util.Optional;
import mutual.cashmachine.DeviceCommand;
import mutual.cashmachine.DeviceReport;
import mutual.cashmachine.MachineEvent;

/** The machine's five devices. */
public record Devices(
    CardReader reader,
    PinPad pad,
    CashDispenser dispenser,
    CashAcceptor acceptor,
    ReceiptPrinter printer) {

  /** Carries out one command, taking as long as it takes; the answer, if the command has one. */
  public Optional<MachineEvent> carryOut(DeviceCommand command) {
    return switch (command) {
      case DeviceCommand.EjectCard _ -> {
        reader.eject();
        yield Optional.empty();
      }
      case DeviceCommand.RetainCard _ -> {
        reader.retain();
        yield Optional.empty();
      }
      case DeviceCommand.EnterPin enter -> {
        pad.enter(enter.slot());
        yield Optional.empty();
      }
      case DeviceCommand.SealPin seal ->
          Optional.of(pad.seal(seal.id(), seal.cardNumber(), seal.key(), seal.withNewPin()));
      case DeviceCommand.WipePins _ -> {
        pad.wipe();
        yield Optional.empty();
      }
      case DeviceCommand.Dispense dispense ->
          Optional.of(dispenser.dispense(dispense.id(), dispense.notes()));
      case DeviceCommand.Retract retract -> Optional.of(dispenser.retract(retract.id()));
      case DeviceCommand.AcceptNotes accept -> {
        acceptor.open(accept.id());
        yield Optional.empty();
      }
      case DeviceCommand.StoreEscrow store -> Optional.of(acceptor.store(store.id()));
      case DeviceCommand.ReturnEscrow giveBack -> Optional.of(acceptor.giveBack(giveBack.id()));
      case DeviceCommand.PrintReceipt receipt ->
          Optional.of(new MachineEvent.ReceiptPrinted(printer.print(receipt.lines())));
    };
  }

  public DeviceReport report() {
    return new DeviceReport(
        dispenser.cassettes(),
        dispenser.cassettesReportEmpty(),
        dispenser.reject(),
        dispenser.shutter(),
        acceptor.escrow(),
        acceptor.deposits(),
        reader.cardInside(),
        dispenser.lastDispense(),
        reader.health(),
        dispenser.health(),
        acceptor.health(),
        printer.health());
  }
}
