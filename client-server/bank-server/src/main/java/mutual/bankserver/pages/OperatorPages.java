package mutual.bankserver.pages;

import java.time.InstantSource;
import mutual.bankserver.BankServer;
import mutual.middleware.web.WebRoutes;
import mutual.pages.Page;

/** The operator's pages of one bank, for its people port. */
public final class OperatorPages {
  private static final String ASSETS_FOLDER = "mutual/bankserver/assets";

  private OperatorPages() {}

  /**
   * For {@link BankServer#start(mutual.bankserver.BankServerConfig, java.util.function.Function)}.
   */
  public static WebRoutes of(BankServer server) {
    return of(server, InstantSource.system());
  }

  static WebRoutes of(BankServer server, InstantSource clock) {
    WebRoutes routes = new WebRoutes();
    // A cookie goes to every port of its host, so each bank needs a name of its own.
    String cookie = "mutual-session-" + server.config().bankCode();
    Sessions sessions = new Sessions(clock);
    Frame frame = new Frame(server.config().bankName());
    Guard guard = new Guard(routes, sessions, new LiveParts(server.changes()), frame, cookie);
    Desk desk = new Desk(server.config(), server.books(), server.office(), clock);
    AuditDesk audits = new AuditDesk(server.books());

    new LoginPage(server.operators(), sessions, clock, frame, cookie).addTo(routes);
    Overview.addTo(guard, desk, audits, server.nodeId());
    AccountPages.addTo(guard, desk);
    CardPages.addTo(guard, desk);
    MachinePages.addTo(guard, desk);
    ExchangePages.addTo(guard, desk);
    PartnerPages.addTo(guard, desk);
    AuditPage.addTo(guard, audits);
    return routes
        .resources(Page.ASSETS_PATH + "/", Page.ASSETS_FOLDER)
        .resources("/bank-assets/", ASSETS_FOLDER)
        .errorPages(frame.errorPages());
  }
}
