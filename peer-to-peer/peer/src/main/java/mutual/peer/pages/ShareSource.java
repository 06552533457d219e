package mutual.peer.pages;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import mutual.files.engine.Audience;
import mutual.files.engine.ContentReader;
import mutual.files.engine.FileStatus;
import mutual.files.engine.PeerStatus;
import mutual.files.engine.ShareStatus;
import mutual.files.torrent.InfoHash;
import mutual.middleware.NodeId;

/** What the dashboard sees of one share and asks of it. */
public interface ShareSource {
  /** How it stands now. */
  View view();

  /** Everything about it, which is more work than {@link #view}. */
  Details details();

  /** The torrent file; empty until the share's description is here. */
  Optional<byte[]> torrent();

  void pause();

  void resume();

  void recheck();

  void select(BitSet files) throws IOException;

  void audience(Audience audience);

  void sequential(boolean inOrder);

  void limits(DashboardSource.Limits limits);

  /** Reads a file while it arrives. */
  ContentReader open(int file) throws IOException;

  /**
   * One share in a list.
   *
   * @param name a stranger's words, unless {@code own}
   * @param provider the contact whose private share it is
   */
  record View(
      InfoHash id,
      String name,
      boolean own,
      Optional<NodeId> provider,
      Instant added,
      Audience audience,
      ShareStatus status) {
    /** The name as pages show it. */
    public String title() {
      return Looks.shown(name);
    }

    /** Whether something that is wanted is still to come. */
    public boolean unfinished() {
      return (!own && status.hereBytes() < status.wantedBytes())
          || status.state() == ShareStatus.State.DESCRIPTION;
    }

    /** Whether its owner has paused it. */
    public boolean paused() {
      return status.state() == ShareStatus.State.PAUSED;
    }
  }

  /**
   * All of one share.
   *
   * @param place where its file or folder is, or is to be
   * @param pieces how much of each stretch is here, 0 to 100
   * @param trackers a line of words each
   */
  record Details(
      View view,
      Path place,
      String link,
      List<FileStatus> files,
      List<PeerStatus> peers,
      List<Integer> pieces,
      List<String> trackers,
      boolean sequential,
      DashboardSource.Limits limits) {
    public Details {
      files = List.copyOf(files);
      peers = List.copyOf(peers);
      pieces = List.copyOf(pieces);
      trackers = List.copyOf(trackers);
    }
  }
}
