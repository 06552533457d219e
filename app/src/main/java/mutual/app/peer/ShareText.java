package mutual.app.peer;

import java.util.List;
import mutual.app.Output;
import mutual.contracts.peer.v1.Making;
import mutual.contracts.peer.v1.Share;
import mutual.contracts.peer.v1.ShareDetail;

/** One share in words. */
final class ShareText {
  /** Of an info hash of version 1; those of version 2 and hybrids have more. */
  private static final int V1_DIGITS = 40;

  private ShareText() {}

  static void show(Output out, Share share) {
    out.field("name", share.getName());
    out.field("hash", share.getId());
    out.field("state", Words.state(share));
    if (!share.getTrouble().isEmpty()) {
      out.field("trouble", share.getTrouble());
    }
    out.field("with", Words.audience(share));
    if (share.getAudienceList().contains("everyone") && share.getId().length() > V1_DIGITS) {
      out.field("read by", "programs of version 2 (BEP 52); not aria2, nor Transmission before 4");
    }
    if (!share.getProvider().isEmpty()) {
      out.field("from", share.getProvider());
    }
    out.field("here", here(share));
    out.field(
        "rates",
        Words.rate(share.getDownBytesPerSecond())
            + " down, "
            + Words.rate(share.getUpBytesPerSecond())
            + " up");
    out.field(
        "limits",
        "down "
            + Words.limit(share.getDownLimitBytesPerSecond())
            + ", up "
            + Words.limit(share.getUpLimitBytesPerSecond()));
    out.field(
        "so far",
        Words.bytes(share.getReceivedBytes())
            + " fetched, "
            + Words.bytes(share.getSentBytes())
            + " given");
    out.field("path", share.getPath());
    out.field("added", Words.since(share.getAddedMillis()));
    out.field("link", share.getLink());
  }

  private static String here(Share share) {
    String here =
        Words.percent(Words.progress(share))
            + ", "
            + Words.bytes(share.getHereBytes())
            + " of "
            + Words.bytes(share.getWantedBytes());
    return share.hasSecondsLeft() ? here + ", " + Words.left(share.getSecondsLeft()) : here;
  }

  static void show(Output out, ShareDetail detail) {
    show(out, detail.getShare());
    out.line("");
    out.table(
        List.of("FILE", "SIZE>", "HERE>", ""),
        detail.getFilesList(),
        file ->
            List.of(
                file.getPath(),
                Words.bytes(file.getBytes()),
                file.getBytes() == 0
                    ? "100%"
                    : Words.percent((double) file.getHereBytes() / file.getBytes()),
                file.getWanted() ? "" : "not wanted"),
        "Its files are not known yet.");
    if (detail.getFilesTotal() > detail.getFilesCount()) {
      out.line("and %d more".formatted(detail.getFilesTotal() - detail.getFilesCount()));
    }
    out.line("");
    out.table(
        List.of("PEER", "WHO", "PROGRAM", "HAS>", "DOWN>", "UP>"),
        detail.getPeersList(),
        peer ->
            List.of(
                peer.getAddress(),
                peer.getNode(),
                peer.getClient(),
                Words.percent(peer.getProgress()),
                Words.rate(peer.getDownBytesPerSecond()),
                Words.rate(peer.getUpBytesPerSecond())),
        "No peers now.");
    detail.getTrackersList().forEach(tracker -> out.field("tracker", tracker));
  }

  /** One line on something that is being read. */
  static String line(Making making) {
    return "reading %s: %s of %s"
        .formatted(
            making.getPath(),
            Words.bytes(making.getDoneBytes()),
            making.getTotalBytes() == 0 ? "?" : Words.bytes(making.getTotalBytes()));
  }
}
