package mutual.cashmachine.devices;

/** What can be made to go wrong with the simulated devices. */
public enum Fault {
  DISPENSER_JAM(
      "Dispenser jams", "At the next dispense nothing comes out; picked notes are rejected."),
  SHORT_DISPENSE("Short dispense", "At the next dispense one note gets stuck and is rejected."),
  DISPENSER_SILENT(
      "Dispenser cannot tell", "At the next dispense the notes come out, but it reports nothing."),
  DISPENSER_FORGETS(
      "Dispenser forgets", "It has lost its memory of the last dispense, for after a power cut."),
  OUT_OF_NOTES("Out of notes", "The cassettes' sensors report that they are empty."),
  CARD_STUCK("Card gets stuck", "The card does not come out and ends up in the bin."),
  ACCEPTOR_JAM("Deposit slot jams", "Notes in escrow can neither be kept nor given back."),
  NOTE_REFUSED("Note refused", "Of each bundle put in, one note is not recognised."),
  NO_PAPER("Out of paper", "No receipts."),
  NETWORK_DOWN("Network down", "Nothing reaches the bank, and nothing comes from it."),
  ANSWER_LOST(
      "Answer lost", "The next request that moves money reaches the bank, but its answer is lost.");

  private final String title;
  private final String meaning;

  Fault(String title, String meaning) {
    this.title = title;
    this.meaning = meaning;
  }

  public String title() {
    return title;
  }

  public String meaning() {
    return meaning;
  }
}
