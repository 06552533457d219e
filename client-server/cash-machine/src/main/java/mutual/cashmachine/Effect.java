package mutual.cashmachine;

/** What the machine wants done, in the order given. */
public sealed interface Effect {
  /** Must be on disk before any effect after it is carried out. */
  record Journal(JournalEntry entry) implements Effect {}

  record Device(DeviceCommand command) implements Effect {}

  /**
   * Answered by {@link MachineEvent.BankAnswered} or {@link MachineEvent.BankSilent}; if by
   * neither, the machine's own time-outs decide.
   */
  record AskBank(BankRequest request) implements Effect {}

  record Show(Screen screen) implements Effect {}
}
