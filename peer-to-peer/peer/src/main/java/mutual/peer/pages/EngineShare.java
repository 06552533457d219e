package mutual.peer.pages;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import mutual.files.engine.Audience;
import mutual.files.engine.ContentReader;
import mutual.files.engine.Share;
import mutual.files.tracker.TrackerStatus;

/** A share of a real peer as the dashboard sees it. */
final class EngineShare implements ShareSource {
  private final Share share;

  EngineShare(Share share) {
    this.share = share;
  }

  @Override
  public View view() {
    return new View(
        share.id(),
        share.name(),
        share.own(),
        share.provider(),
        share.added(),
        share.audience(),
        share.status());
  }

  @Override
  public Details details() {
    return new Details(
        view(),
        share.top().orElse(share.folder()),
        share.link(),
        share.files(),
        share.peers(),
        Arrays.stream(share.pieceMap(PieceDrawing.CELLS_MAX)).boxed().toList(),
        share.trackers().stream().map(TrackerStatus::sentence).toList(),
        share.sequential(),
        new DashboardSource.Limits(share.upLimitBytesPerSecond(), share.downLimitBytesPerSecond()));
  }

  @Override
  public Optional<byte[]> torrent() {
    return share.torrent();
  }

  @Override
  public void pause() {
    share.pause();
  }

  @Override
  public void resume() {
    share.resume();
  }

  @Override
  public void recheck() {
    share.recheck();
  }

  @Override
  public void select(BitSet files) throws IOException {
    share.select(files);
  }

  @Override
  public void audience(Audience audience) {
    share.audience(audience);
  }

  @Override
  public void sequential(boolean inOrder) {
    share.sequential(inOrder);
  }

  @Override
  public void limits(DashboardSource.Limits limits) {
    share.limits(limits.upBytesPerSecond(), limits.downBytesPerSecond());
  }

  @Override
  public ContentReader open(int file) throws IOException {
    return share.open(file);
  }
}
