package mutual.peer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import mutual.middleware.SecretFiles;
import org.jspecify.annotations.Nullable;

/** Keeps a peer's folder to one process at a time. */
final class FolderLock implements AutoCloseable {
  private static final String FILE = "peer.lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Makes the folder if there is none, for its owner only, and takes it. */
  static FolderLock take(Path folder) throws IOException {
    SecretFiles.makeFolder(folder);
    FileChannel channel =
        FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new IOException(
          "A peer is already running on "
              + folder
              + "; use that one, or start another in a folder of its own");
    }
    return new FolderLock(channel);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
