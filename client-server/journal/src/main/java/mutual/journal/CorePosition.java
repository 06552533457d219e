package mutual.journal;

/**
 * A place in the log between two commands.
 *
 * @param position number of commands before it
 * @param timestampMillis of the last of them
 * @param commandCrc of the last of them: the same place in another history has another
 */
record CorePosition(long position, long timestampMillis, int commandCrc) {
  static final CorePosition START = new CorePosition(0, 0, 0);
}
