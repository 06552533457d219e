package mutual.cashmachine.node;

import java.util.List;
import mutual.cashmachine.MachineStatus;
import mutual.cashmachine.Notes;
import mutual.cashmachine.Screen;

/**
 * The machine as one sees it from outside.
 *
 * @param cardIn a card is in the reader
 * @param cardOut it sticks out and can be taken
 * @param shutter notes lying in the open shutter
 * @param slotOpen notes can be put in
 * @param receipt printed and not taken yet; empty if there is none
 */
public record Front(
    boolean powerOn,
    Screen screen,
    MachineStatus status,
    boolean cardIn,
    boolean cardOut,
    Notes shutter,
    boolean slotOpen,
    Notes escrow,
    List<String> receipt) {
  public Front {
    receipt = List.copyOf(receipt);
  }
}
