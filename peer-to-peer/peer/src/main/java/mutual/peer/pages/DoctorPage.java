package mutual.peer.pages;

import java.util.Comparator;
import java.util.List;
import mutual.pages.Components;
import mutual.peer.Finding;
import mutual.peer.templates.JtedoctorGenerated;

/** What keeps this peer from others, the worst first. */
final class DoctorPage {
  private DoctorPage() {}

  static void addTo(Guard guard, DashboardSource source) {
    guard.page("/doctor", _ -> view(source));
  }

  private static View view(DashboardSource source) {
    List<Finding> findings =
        source.examine().stream().sorted(Comparator.comparing(Finding::level).reversed()).toList();
    DashboardSource.Reach reach = source.reach();
    return View.of("Check-up", "/doctor")
        .still(
            output ->
                JtedoctorGenerated.render(
                    Components.html(output), null, findings, reach, source.id()));
  }
}
