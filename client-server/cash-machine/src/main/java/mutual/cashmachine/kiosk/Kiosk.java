package mutual.cashmachine.kiosk;

import mutual.cashmachine.node.CashMachineNode;
import mutual.middleware.web.WebRoutes;

/** The machine's front. */
public final class Kiosk {
  private Kiosk() {}

  public static WebRoutes routes(CashMachineNode node) {
    return new WebRoutes();
  }
}
