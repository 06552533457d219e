package mutual.peer.pages;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import mutual.peer.ContactOffer;

/**
 * What the first page shows.
 *
 * @param reachableContacts how many contacts can be reached now
 * @param failures why content could not be shared
 * @param sharedFolder where dropped content goes
 */
public record Overview(
    String name,
    NodeId id,
    DashboardSource.Reach reach,
    List<ShareSource.View> shares,
    List<DashboardSource.Making> making,
    List<Failures.Failure> failures,
    List<ContactOffer> offers,
    Map<NodeId, Contact> contacts,
    int reachableContacts,
    Path sharedFolder) {
  /** Rows of a list on one page, so that no live update is too long for its stream. */
  public static final int ROWS_MAX = 60;

  /** What is still to come, the oldest first. */
  public List<ShareSource.View> fetching() {
    return shares.stream().filter(ShareSource.View::unfinished).limit(ROWS_MAX).toList();
  }

  /** What is here for others, the newest first. */
  public List<ShareSource.View> here() {
    return shares.reversed().stream().filter(share -> !share.unfinished()).limit(ROWS_MAX).toList();
  }

  /** How many shares no list has room for. */
  public int leftOut() {
    return shares.size() - fetching().size() - here().size();
  }

  public double downBytesPerSecond() {
    return shares.stream().mapToDouble(share -> share.status().downBytesPerSecond()).sum();
  }

  public double upBytesPerSecond() {
    return shares.stream().mapToDouble(share -> share.status().upBytesPerSecond()).sum();
  }

  /** Whether nothing is here yet. */
  public boolean untouched() {
    return shares.isEmpty() && making.isEmpty();
  }
}
