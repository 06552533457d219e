package mutual.peer;

import java.util.List;
import mutual.contracts.peer.v1.ShareDetail;
import mutual.contracts.peer.v1.ShareFile;
import mutual.contracts.peer.v1.SharePeer;
import mutual.files.engine.FileStatus;
import mutual.files.engine.PeerStatus;
import mutual.files.engine.Share;
import mutual.files.engine.ShareStatus;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import mutual.overlay.ContactBook;

/** Shares as the control API shows them. */
final class ShareWire {
  private static final int FILES_SHOWN_MAX = 2_000;
  private static final int PATH_CHARACTERS_MAX = 1_000;

  private final ContactBook contacts;

  ShareWire(ContactBook contacts) {
    this.contacts = contacts;
  }

  /** How a share stands, with its link. */
  mutual.contracts.peer.v1.Share share(Share share) {
    return line(share).toBuilder().setLink(share.link()).build();
  }

  /** How a share stands, for a list: without its link, which may be long. */
  mutual.contracts.peer.v1.Share line(Share share) {
    ShareStatus status = share.status();
    mutual.contracts.peer.v1.Share.Builder shown =
        mutual.contracts.peer.v1.Share.newBuilder()
            .setId(share.id().hex())
            .setName(share.name())
            .setState(state(status.state()))
            .setTrouble(status.trouble())
            .setOwn(share.own())
            .setProvider(share.provider().map(this::nameOrKey).orElse(""))
            .addAllAudience(AudienceWords.of(share.audience(), contacts))
            .setPath(share.top().orElseGet(share::folder).toString())
            .setContentBytes(status.contentBytes())
            .setWantedBytes(status.wantedBytes())
            .setHereBytes(status.hereBytes())
            .setCheckedBytes(status.checkedBytes())
            .setCheckTotalBytes(status.checkTotalBytes())
            .setDownBytesPerSecond(status.downBytesPerSecond())
            .setUpBytesPerSecond(status.upBytesPerSecond())
            .setReceivedBytes(status.receivedBytes())
            .setSentBytes(status.sentBytes())
            .setPeers(status.peers())
            .setSeeds(status.seeds())
            .setAddedMillis(share.added().toEpochMilli())
            .setSequential(share.sequential())
            .setDownLimitBytesPerSecond(share.downLimitBytesPerSecond())
            .setUpLimitBytesPerSecond(share.upLimitBytesPerSecond());
    status.secondsLeft().ifPresent(shown::setSecondsLeft);
    return shown.build();
  }

  private static mutual.contracts.peer.v1.Share.State state(ShareStatus.State state) {
    return switch (state) {
      case DESCRIPTION -> mutual.contracts.peer.v1.Share.State.STATE_DESCRIPTION;
      case CHECKING -> mutual.contracts.peer.v1.Share.State.STATE_CHECKING;
      case FETCHING -> mutual.contracts.peer.v1.Share.State.STATE_FETCHING;
      case COMPLETE -> mutual.contracts.peer.v1.Share.State.STATE_COMPLETE;
      case PAUSED -> mutual.contracts.peer.v1.Share.State.STATE_PAUSED;
      case TROUBLE -> mutual.contracts.peer.v1.Share.State.STATE_TROUBLE;
    };
  }

  /** A share with its files and the peers it is exchanged with. */
  ShareDetail detail(Share share) {
    List<FileStatus> files = share.files();
    ShareDetail.Builder detail =
        ShareDetail.newBuilder().setShare(share(share)).setFilesTotal(files.size());
    share.trackers().forEach(tracker -> detail.addTrackers(tracker.sentence()));
    files.stream().limit(FILES_SHOWN_MAX).forEach(file -> detail.addFiles(file(file)));
    share.peers().forEach(peer -> detail.addPeers(peer(peer)));
    return detail.build();
  }

  private static ShareFile file(FileStatus file) {
    String path = file.file().displayPath();
    return ShareFile.newBuilder()
        .setPath(path.substring(0, Math.min(path.length(), PATH_CHARACTERS_MAX)))
        .setBytes(file.file().length())
        .setHereBytes(file.hereBytes())
        .setWanted(file.wanted())
        .build();
  }

  private SharePeer peer(PeerStatus peer) {
    return SharePeer.newBuilder()
        .setAddress(
            new NodeAddress(peer.address().getHostString(), peer.address().getPort()).toString())
        .setNode(peer.node().map(this::nameOrKey).orElse(""))
        .setClient(peer.client())
        .setProgress(peer.progress())
        .setDownBytesPerSecond(peer.downBytesPerSecond())
        .setUpBytesPerSecond(peer.upBytesPerSecond())
        .build();
  }

  private String nameOrKey(NodeId node) {
    return contacts.find(node).map(Contact::name).orElseGet(node::toString);
  }
}
