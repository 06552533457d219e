package mutual.cashmachine.devices;

/** The power is gone: whoever was doing something does nothing more. */
public final class PowerCutException extends RuntimeException {
  public PowerCutException() {
    super("power cut");
  }

  public PowerCutException(CutPoint point) {
    super("power cut: " + point.meaning());
  }
}
