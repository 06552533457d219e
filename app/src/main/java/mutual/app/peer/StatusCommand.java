package mutual.app.peer;

import mutual.app.Output;
import mutual.contracts.peer.v1.GetNodeRequest;
import mutual.contracts.peer.v1.NodeStatus;
import mutual.contracts.peer.v1.SetLimitsRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mutual status}. */
@Command(
    name = "status",
    description = "Show how your peer is doing; set the limits of all shares together.",
    footerHeading = "%nExamples:%n",
    footer = {"  mutual status", "  mutual status --up-limit 2M --down-limit none"})
public final class StatusCommand extends PeerTask {
  @Option(
      names = "--up-limit",
      paramLabel = "RATE",
      description = "Bytes per second it may give, such as 500K or 2M; 'none' lifts it.")
  @Nullable String upLimit;

  @Option(
      names = "--down-limit",
      paramLabel = "RATE",
      description = "Bytes per second it may fetch.")
  @Nullable String downLimit;

  @Override
  int run(PeerSession peer, Output out) {
    NodeStatus status;
    if (upLimit == null && downLimit == null) {
      status = peer.node().getNode(GetNodeRequest.getDefaultInstance());
    } else {
      SetLimitsRequest.Builder request = SetLimitsRequest.newBuilder();
      if (upLimit != null) {
        request.setUpLimitBytesPerSecond(Words.parseRate(upLimit));
      }
      if (downLimit != null) {
        request.setDownLimitBytesPerSecond(Words.parseRate(downLimit));
      }
      status = peer.node().setLimits(request.build());
    }
    out.answer(status, text -> show(text, status));
    return 0;
  }

  private static void show(Output out, NodeStatus status) {
    out.field("peer", status.getName());
    out.field("key", status.getNodeId());
    out.field(
        "addresses",
        status.getAddressesCount() == 0
            ? "none that others could reach"
            : String.join(", ", status.getAddressesList()));
    out.field("content port", Integer.toString(status.getContentPort()));
    out.field("page", status.getDashboard() + "  (once, in this machine's browser)");
    out.field(
        "contacts",
        status.getContacts() + ", of whom " + status.getContactsReachable() + " reachable");
    out.field("shares", Integer.toString(status.getShares()));
    out.field(
        "rates",
        Words.rate(status.getDownBytesPerSecond())
            + " down, "
            + Words.rate(status.getUpBytesPerSecond())
            + " up");
    out.field(
        "limits",
        "down "
            + Words.limit(status.getDownLimitBytesPerSecond())
            + ", up "
            + Words.limit(status.getUpLimitBytesPerSecond()));
    out.field("DHT", status.getDht() ? Words.count(status.getDhtNodes(), "node", "nodes") : "off");
    out.field("local net", status.getLan() ? "announced" : "off");
    out.field("folder", status.getFolder());
    out.field("downloads", status.getDownloads());
  }
}
