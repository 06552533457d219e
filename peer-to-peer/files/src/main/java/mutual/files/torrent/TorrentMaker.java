package mutual.files.torrent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes torrents of files and folders.
 *
 * <p>The content is read once, piece by piece, by a few hash workers at once, in bounded memory.
 * The order of the files is that of their names' bytes, folder by folder, which is the order of
 * version 2's tree; so that the same content always makes the same torrent, whatever the disk's
 * order. Links and special files are left out and counted.
 */
public final class TorrentMaker {
  /** Which hashes a torrent has. */
  public enum Format {
    V1,
    V2,
    HYBRID
  }

  /**
   * What to make.
   *
   * @param source a file or a folder
   * @param pieceLength a power of two of at least 16 KiB; if empty, one that suits the size
   * @param privateOnly whether peers may be had from trackers only (BEP 27)
   */
  public record Plan(Path source, Format format, OptionalInt pieceLength, boolean privateOnly) {
    public static Plan of(Path source, Format format) {
      return new Plan(source, format, OptionalInt.empty(), false);
    }
  }

  /**
   * What was made.
   *
   * @param leftOut paths of links and special files, which are not content
   */
  public record Made(Metainfo torrent, List<Path> leftOut) {}

  /** Hears how far the reading is, from any of the workers; false stops it. */
  @FunctionalInterface
  public interface Progress {
    boolean at(long bytesDone, long bytesTotal);
  }

  /** The content cannot be shared, or not as it is now: a sentence why. */
  public static final class UnshareableException extends IOException {
    UnshareableException(String sentence) {
      super(sentence);
    }
  }

  private static final int PIECES_WANTED = 1500;
  private static final int PIECE_LENGTH_CHOSEN_MAX = 16 << 20;

  /** Memory for pieces being read and hashed. */
  private static final long MEMORY_BYTES_MAX = 64 << 20;

  private final Plan plan;
  private final ExecutorService workers;
  private final Progress progress;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong done = new AtomicLong();
  private long total;

  private TorrentMaker(Plan plan, ExecutorService workers, Progress progress) {
    this.plan = plan;
    this.workers = workers;
    this.progress = progress;
  }

  /**
   * Reads the content and makes its torrent.
   *
   * @param workers a few threads that read and hash
   * @throws UnshareableException if there is nothing to share, something changes meanwhile, or the
   *     progress said to stop
   * @throws IOException if something cannot be read
   */
  public static Made make(Plan plan, ExecutorService workers, Progress progress)
      throws IOException, InterruptedException {
    return new TorrentMaker(plan, workers, progress).make();
  }

  /** The length of pieces that suits so much content: 16 KiB to 16 MiB, about 1,500 pieces. */
  public static int pieceLength(long contentBytes) {
    long length = PieceMap.BLOCK_BYTES;
    while (length < PIECE_LENGTH_CHOSEN_MAX && length * PIECES_WANTED < contentBytes) {
      length <<= 1;
    }
    return (int) length;
  }

  private Made make() throws IOException, InterruptedException {
    SourceTree tree = SourceTree.read(plan.source());
    total = tree.files().stream().mapToLong(SourceTree.SourceFile::length).sum();
    if (total == 0) {
      throw new UnshareableException("There is nothing in " + plan.source() + " to share.");
    }
    int pieceLength = plan.pieceLength().orElse(pieceLength(total));
    boolean v1 = plan.format() != Format.V2;
    boolean v2 = plan.format() != Format.V1;
    List<ContentFile> files = placed(tree, v2 ? pieceLength : 1);
    long end = files.stream().mapToLong(ContentFile::end).max().orElse(0);
    if (Math.ceilDiv(end, (long) pieceLength) > TorrentLimits.PIECES_MAX) {
      throw new UnshareableException(
          "There would be more than "
              + TorrentLimits.PIECES_MAX
              + " pieces: longer ones are needed.");
    }
    PieceMap pieces = new PieceMap(pieceLength, end, files);
    byte[] sha1s = new byte[v1 ? pieces.pieceCount() * InfoHash.WIRE_BYTES : 0];
    byte[] roots = new byte[v2 ? pieces.pieceCount() * Hash256.LENGTH_BYTES : 0];
    hashAll(tree, files, pieces, sha1s, roots);
    tree.expectUnchanged();
    Map<Hash256, byte[]> layers = new HashMap<>();
    List<ContentFile> rooted = v2 ? rooted(files, pieces, roots, layers) : files;
    byte[] info =
        InfoWriter.write(
            tree.name(), tree.single(), rooted, pieces, v1, v2, sha1s, plan.privateOnly());
    try {
      return new Made(Metainfo.of(InfoDictionary.parse(info), layers), tree.leftOut());
    } catch (MalformedTorrentException e) {
      // Such as a name that no torrent can have, or too many files.
      throw new UnshareableException(plan.source() + " cannot be shared: " + e.getMessage());
    }
  }

  private static List<ContentFile> placed(SourceTree tree, int alignment) {
    List<ContentFile> files = new ArrayList<>(tree.files().size());
    long at = 0;
    for (SourceTree.SourceFile source : tree.files()) {
      // Empty files too, although they need not be: as libtorrent does, for the same hashes.
      at = Math.ceilDiv(at, (long) alignment) * alignment;
      files.add(
          new ContentFile(
              files.size(),
              source.path(),
              source.length(),
              at,
              source.executable() ? FileAttributes.EXECUTABLE : FileAttributes.NONE,
              Optional.empty()));
      at += source.length();
    }
    return files;
  }

  private void hashAll(
      SourceTree tree, List<ContentFile> files, PieceMap pieces, byte[] sha1s, byte[] roots)
      throws IOException, InterruptedException {
    int batch = Math.max(1, (int) Math.min(1 << 20, MEMORY_BYTES_MAX / 8) / pieces.pieceLength());
    int batchesMax =
        (int) Math.max(2, Math.min(16, MEMORY_BYTES_MAX / ((long) batch * pieces.pieceLength())));
    Semaphore room = new Semaphore(batchesMax);
    List<Future<?>> running = new ArrayList<>();
    try {
      for (int first = 0; first < pieces.pieceCount() && !stopped.get(); first += batch) {
        room.acquire();
        int from = first;
        int to = Math.min(first + batch, pieces.pieceCount());
        running.add(
            workers.submit(
                () -> {
                  try {
                    hash(tree, files, pieces, from, to, sha1s, roots);
                  } catch (IOException | RuntimeException e) {
                    stopped.set(true);
                    throw e;
                  } finally {
                    room.release();
                  }
                  return null;
                }));
      }
      for (Future<?> batchDone : running) {
        batchDone.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("hashing " + plan.source(), e.getCause());
    } finally {
      stopped.compareAndSet(false, done.get() < total);
    }
    if (stopped.get()) {
      throw new UnshareableException("Stopped before all of " + plan.source() + " was read.");
    }
  }

  /** Reads and hashes some pieces, file by file. */
  private void hash(
      SourceTree tree,
      List<ContentFile> files,
      PieceMap pieces,
      int from,
      int to,
      byte[] sha1s,
      byte[] roots)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(pieces.pieceLength());
    MessageDigest sha1 = Digests.sha1();
    MessageDigest sha256 = Digests.sha256();
    try (OpenSource open = new OpenSource(tree)) {
      for (int piece = from; piece < to && !stopped.get(); piece++) {
        buffer.clear();
        for (PieceMap.Range range : pieces.ranges(piece)) {
          open.read(range.file(), range.fileOffset(), buffer, range.length());
        }
        buffer.flip();
        if (sha1s.length > 0) {
          sha1.update(buffer.duplicate());
          PieceHashes.updateZeros(sha1, pieces.wireLength(piece) - buffer.remaining());
          System.arraycopy(
              sha1.digest(), 0, sha1s, piece * InfoHash.WIRE_BYTES, InfoHash.WIRE_BYTES);
        }
        if (roots.length > 0) {
          ContentFile file = files.get(pieces.ranges(piece).getFirst().file());
          int height =
              file.length() > pieces.pieceLength()
                  ? MerkleTree.pieceLayer(pieces.pieceLength())
                  : MerkleTree.height(file.length());
          MerkleTree.rootOf(MerkleTree.leaves(sha256, buffer.duplicate()), height)
              .copyTo(roots, piece * Hash256.LENGTH_BYTES);
        }
        if (!progress.at(done.addAndGet(buffer.remaining()), total)) {
          stopped.set(true);
        }
      }
    }
  }

  /** The file that is being read; files of a batch follow each other. */
  private static final class OpenSource implements AutoCloseable {
    private final SourceTree tree;
    private int index = -1;
    private @Nullable FileChannel channel;

    OpenSource(SourceTree tree) {
      this.tree = tree;
    }

    void read(int file, long position, ByteBuffer target, int length) throws IOException {
      FileChannel open = channel;
      if (open == null || file != index) {
        close();
        open =
            FileChannel.open(
                tree.files().get(file).place(),
                Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        channel = open;
        index = file;
      }
      int start = target.position();
      target.limit(start + length);
      while (target.hasRemaining()) {
        if (open.read(target, position + target.position() - start) < 0) {
          throw new UnshareableException(
              tree.files().get(file).place() + " became shorter while it was read.");
        }
      }
      target.limit(target.capacity());
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
        channel = null;
      }
    }
  }

  /** Makes files' roots of their pieces', and keeps the piece layers. */
  private static List<ContentFile> rooted(
      List<ContentFile> files, PieceMap pieces, byte[] roots, Map<Hash256, byte[]> layers) {
    List<ContentFile> rooted = new ArrayList<>(files.size());
    for (ContentFile file : files) {
      int from = pieces.firstPiece(file) * Hash256.LENGTH_BYTES;
      int to = pieces.endPiece(file) * Hash256.LENGTH_BYTES;
      if (file.length() == 0) {
        rooted.add(file);
        continue;
      }
      byte[] layer = Arrays.copyOfRange(roots, from, to);
      Hash256 root = Hash256.at(layer, 0);
      if (file.length() > pieces.pieceLength()) {
        int height = MerkleTree.height(file.length());
        root = MerkleTree.above(MerkleTree.pieceLayer(pieces.pieceLength()), height, layer).root();
        layers.put(root, layer);
      }
      rooted.add(
          new ContentFile(
              file.index(),
              file.path(),
              file.length(),
              file.offset(),
              file.attributes(),
              Optional.of(root)));
    }
    return rooted;
  }
}
