package mutual.peer.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import mutual.files.engine.Audience;
import mutual.files.engine.ContentReader;
import mutual.files.engine.FileStatus;
import mutual.files.engine.PeerStatus;
import mutual.files.engine.ShareStatus;
import mutual.files.engine.ShareStatus.State;
import mutual.files.torrent.ContentFile;
import mutual.files.torrent.FileAttributes;
import mutual.files.torrent.InfoHash;
import mutual.middleware.NodeId;

/** A share that is whatever a test says. */
final class HandMadeShare implements ShareSource {
  static final Instant ADDED = Instant.parse("2026-03-01T12:00:00Z");

  final InfoHash id;
  final String name;
  final List<String> done = new ArrayList<>();
  State state;
  String trouble = "";
  boolean own;
  Optional<NodeId> provider = Optional.empty();
  volatile Audience audience = Audience.NOBODY;
  long contentBytes;
  double here;
  double down;
  double up;
  long sent;
  int seeds;
  List<FileStatus> files = new ArrayList<>();
  List<PeerStatus> peers = List.of();
  List<String> trackers = List.of();
  boolean sequential;
  BitSet selected = new BitSet();
  DashboardSource.Limits limits = new DashboardSource.Limits(0, 0);
  byte[] content = new byte[0];

  /** Opens when the bytes from the middle on have arrived. */
  final CountDownLatch secondHalf = new CountDownLatch(1);

  /** Where each reader began to read. */
  final List<Long> firstReads = new CopyOnWriteArrayList<>();

  HandMadeShare(int number, String name, State state) {
    byte[] hash = new byte[32];
    hash[0] = (byte) number;
    id = InfoHash.v2(hash);
    this.name = name;
    this.state = state;
  }

  HandMadeShare file(String path, long length, double share) {
    files.add(
        new FileStatus(
            new ContentFile(
                files.size(),
                List.of(path.split("/", -1)),
                length,
                contentBytes,
                FileAttributes.NONE,
                Optional.empty()),
            Path.of("/srv/ann/Downloads", name, path),
            true,
            Math.round(length * share)));
    contentBytes += length;
    return this;
  }

  /** One file with these bytes, whose second half arrives when a test says. */
  HandMadeShare holding(String path, byte[] bytes) {
    content = bytes;
    return file(path, bytes.length, 0.5);
  }

  @Override
  public View view() {
    long wanted = contentBytes;
    return new View(
        id,
        name,
        own,
        provider,
        ADDED,
        audience,
        new ShareStatus(
            state,
            trouble,
            contentBytes,
            wanted,
            Math.round(wanted * here),
            state == State.CHECKING ? contentBytes / 3 : 0,
            state == State.CHECKING ? contentBytes : 0,
            down,
            up,
            Math.round(wanted * here),
            sent,
            down > 0
                ? OptionalLong.of(Math.round(wanted * (1 - here) / down))
                : OptionalLong.empty(),
            peers.size(),
            seeds,
            peers.isEmpty() ? 0 : 12));
  }

  @Override
  public Details details() {
    List<Integer> pieces = new ArrayList<>();
    for (int i = 0; i < (contentBytes == 0 ? 0 : PieceDrawing.CELLS_MAX); i++) {
      double reached = here * PieceDrawing.CELLS_MAX - i;
      pieces.add(here == 1 ? 100 : i % 7 == 3 ? 40 : reached > 0 ? 100 : i % 5 == 0 ? 75 : 0);
    }
    return new Details(
        view(),
        Path.of("/srv/ann/Downloads", name),
        audience.everyone()
            ? "magnet:?xt=urn:btmh:1220" + id.hex() + "&dn=" + name.replace(' ', '+')
            : "mutual:share?k=ABCDEFG&h=" + id.hex(),
        files,
        peers,
        pieces,
        trackers,
        sequential,
        limits);
  }

  @Override
  public Optional<byte[]> torrent() {
    return contentBytes == 0 ? Optional.empty() : Optional.of("d4:infode".getBytes(UTF_8));
  }

  @Override
  public void pause() {
    state = State.PAUSED;
  }

  @Override
  public void resume() {
    state = State.FETCHING;
  }

  @Override
  public void recheck() {
    done.add("recheck");
  }

  @Override
  public void select(BitSet wanted) {
    selected = wanted;
    files.replaceAll(
        file ->
            new FileStatus(
                file.file(), file.path(), wanted.get(file.file().index()), file.hereBytes()));
  }

  @Override
  public void audience(Audience chosen) {
    audience = chosen;
  }

  @Override
  public void sequential(boolean inOrder) {
    sequential = inOrder;
  }

  @Override
  public void limits(DashboardSource.Limits chosen) {
    limits = chosen;
  }

  @Override
  public ContentReader open(int file) {
    return new Reader();
  }

  int half() {
    return content.length / 2;
  }

  private final class Reader implements ContentReader {
    private volatile boolean closed;
    private boolean begun;

    @Override
    public long length() {
      return content.length;
    }

    @Override
    public int read(long offset, ByteBuffer target) throws IOException, InterruptedException {
      if (!begun) {
        begun = true;
        firstReads.add(offset);
      }
      if (offset >= content.length) {
        return -1;
      }
      int middle = half();
      if (offset >= middle) {
        secondHalf.await();
      }
      if (closed) {
        throw new IOException("The reader is closed");
      }
      int end = offset < middle ? middle : content.length;
      int length = (int) Math.min(target.remaining(), end - offset);
      target.put(content, (int) offset, length);
      return length;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
