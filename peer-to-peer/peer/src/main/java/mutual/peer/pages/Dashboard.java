package mutual.peer.pages;

import mutual.middleware.web.WebRoutes;
import mutual.pages.Page;
import mutual.peer.PeerNode;

/** The pages for a peer's owner, for a people port on loopback. */
public final class Dashboard {
  private static final String ASSETS_FOLDER = "mutual/peer/assets";

  private Dashboard() {}

  /**
   * The pages of one peer.
   *
   * @param keys who may see them; the peer's address for its owner carries a {@link
   *     DashboardKeys#token}
   */
  public static WebRoutes routes(PeerNode node, DashboardKeys keys) {
    return routes(new NodeSource(node), keys);
  }

  static WebRoutes routes(DashboardSource source, DashboardKeys keys) {
    WebRoutes routes = new WebRoutes();
    Frame frame = new Frame(source.name());
    Guard guard = new Guard(routes, keys, frame, "mutual-peer-" + source.id().shortText());
    Failures failures = new Failures();
    FilesPage.addTo(guard, source, failures, ContactPages.addTo(guard, source));
    SharePages.addTo(guard, source);
    MediaRoutes.addTo(routes, source);
    DropRoutes.addTo(guard, source, failures);
    DoctorPage.addTo(guard, source);
    return routes
        .resources(Page.ASSETS_PATH + "/", Page.ASSETS_FOLDER)
        .resources(Frame.ASSETS_PATH, ASSETS_FOLDER)
        .errorPages(frame.errorPages());
  }
}
