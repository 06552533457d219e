package mutual.cashmachine;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the devices say of themselves: the physical truth, as far as they can tell.
 *
 * @param cassettesReportEmpty their sensors say that nothing can be picked, whatever is in them
 * @param reject notes in the reject bin
 * @param shutter notes presented and not taken yet
 * @param escrow notes counted in and neither kept nor given back yet
 * @param deposits notes in the deposit bin
 * @param cardInside a card is in the reader
 * @param lastDispense what the dispenser remembers of its last dispense
 */
public record DeviceReport(
    List<Cassette> cassettes,
    boolean cassettesReportEmpty,
    Notes reject,
    Notes shutter,
    Notes escrow,
    Notes deposits,
    boolean cardInside,
    DispenseMemory lastDispense,
    Health reader,
    Health dispenser,
    Health acceptor,
    Health printer) {

  public enum Health {
    WORKING,
    /** Needs a person: jammed, shutter stuck, out of paper. */
    FAULTY
  }

  /** The dispenser's own memory of its last dispense. */
  public sealed interface DispenseMemory {
    /**
     * @param id of the withdrawal; null if it never dispensed
     * @param presented notes that went out through the shutter for it, less those taken back
     */
    record Known(@Nullable UUID id, Notes presented) implements DispenseMemory {}

    /** The device cannot tell. */
    record Lost() implements DispenseMemory {}
  }

  public DeviceReport {
    cassettes = List.copyOf(cassettes);
  }

  /** Notes that can be paid out. */
  public Notes payable() {
    return cassettesReportEmpty ? Notes.NONE : NoteMix.in(cassettes);
  }

  /** Notes on the dispenser's side of the machine, which only dispensing to customers lessens. */
  public Notes dispenserSide() {
    return NoteMix.in(cassettes).plus(reject).plus(shutter);
  }

  /** Every note inside the machine or in front of its shutter. */
  public Notes everything() {
    return dispenserSide().plus(escrow).plus(deposits);
  }
}
