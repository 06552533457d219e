package mutual.bank;

/** API sketch: commands as SBE messages (schema bank-log.xml). */
public final class CommandCodec {
  private CommandCodec() {}

  public static byte[] encode(Command command) {
    throw new UnsupportedOperationException();
  }
}
