package mutual.cashmachine.devices;

/** Where the power can be made to fail: just after the step named, before anything follows. */
public enum CutPoint {
  WITHDRAWAL_ASKED("the bank is about to be asked"),
  WITHDRAWAL_APPROVED("the bank has approved"),
  DISPENSE_STARTED("the dispenser is about to start"),
  PICKING("half of the notes are picked"),
  PRESENTED("the notes lie in the shutter, not journalled yet"),
  DISPENSE_FINISHED("the notes lie in the shutter"),
  CASH_TAKEN("the notes are taken"),
  CONFIRM_DUE("the bank is about to be told"),
  DEPOSIT_ASKED("the bank is about to be asked to book a deposit"),
  DEPOSIT_ACCEPTED("the bank has booked a deposit"),
  STORING("half-way to the deposit bin"),
  DEPOSIT_STORED("the notes are in the deposit bin");

  private final String meaning;

  CutPoint(String meaning) {
    this.meaning = meaning;
  }

  public String meaning() {
    return meaning;
  }
}
