package mutual.cashmachine.devices;

import mutual.cashmachine.DeviceReport.Health;

/** A card reader made of software, with its bin for cards that are kept. */
final class SimulatedReader implements CardReader {
  private final MovingParts parts;
  private volatile boolean out;

  SimulatedReader(MovingParts parts) {
    this.parts = parts;
  }

  /** False if there is a card inside already. */
  boolean insert(String cardNumber) {
    if (cardInside() || cardNumber.isEmpty()) {
      return false;
    }
    out = false;
    parts.move(draft -> draft.card = cardNumber);
    return true;
  }

  /** True if the card sticks out. */
  boolean out() {
    return out;
  }

  /** False if no card sticks out. */
  boolean take() {
    if (!out) {
      return false;
    }
    out = false;
    parts.move(draft -> draft.card = "");
    return true;
  }

  @Override
  public void eject() {
    parts.pass(Pace.MOVE);
    if (cardInside() && !parts.faults().strikes(Fault.CARD_STUCK)) {
      out = true;
    }
  }

  @Override
  public void retain() {
    out = false;
    parts.pass(Pace.MOVE);
    parts.move(
        draft -> {
          if (!draft.card.isEmpty()) {
            draft.retained.add(draft.card);
            draft.card = "";
          }
        });
  }

  @Override
  public boolean cardInside() {
    return !parts.contents().card().isEmpty();
  }

  @Override
  public Health health() {
    return parts.health(Fault.CARD_STUCK);
  }
}
