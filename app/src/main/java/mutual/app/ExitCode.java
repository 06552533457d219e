package mutual.app;

/** What the command's exit code says; documented in docs/cli.md. */
public enum ExitCode {
  OK(0),
  /** The bank said no, or a check (audit, tour, simulation) did not pass. */
  REFUSED(1),
  /** The command line is wrong. */
  USAGE(2),
  /** This machine lacks something: a JDK, a free port, a readable folder, room on the disk. */
  ENVIRONMENT(3),
  /** The bank or machine that was asked does not answer. */
  UNREACHABLE(4),
  /** This key lacks the right to ask for that. */
  NOT_ALLOWED(5),
  /** There is no such account, card, machine, partner or exchange. */
  NOT_FOUND(6),
  /** A running bank could not write its log any more: its disk failed. */
  LOG_FAILED(7),
  /** A bug in this program. */
  BUG(70);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
