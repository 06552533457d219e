package mutual.files.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import mutual.files.disk.FileSystem.Access;
import mutual.files.disk.FileSystem.OpenFile;
import mutual.files.disk.StorageException.Reason;

/**
 * An open file of this machine.
 *
 * <p>Java closes a file's channel when one of the threads that use it is interrupted, for all of
 * them. The interrupted one sees a failure, as it should; the others open the file again.
 */
final class ChannelFile implements OpenFile {
  private static final int REOPENINGS_MAX = 8;

  private final Path path;
  private final Access access;
  private volatile FileChannel channel;
  private volatile boolean closed;

  ChannelFile(Path path, Access access) throws StorageException {
    this.path = path;
    this.access = access;
    this.channel = RealFileSystem.channel(path, access);
  }

  private interface Operation {
    int on(FileChannel channel) throws IOException;
  }

  private int retrying(boolean writing, Operation operation) throws StorageException {
    for (int attempt = 0; ; attempt++) {
      FileChannel current = channel;
      try {
        return operation.on(current);
      } catch (ClosedByInterruptException e) {
        throw new StorageException(Reason.FAILED, "Interrupted at " + path + ".", e);
      } catch (ClosedChannelException e) {
        if (closed || attempt == REOPENINGS_MAX) {
          throw new StorageException(Reason.FAILED, path + " was closed.", e);
        }
        reopen();
      } catch (IOException e) {
        throw RealFileSystem.failure(path, e, writing);
      }
    }
  }

  /** Once for all that found the channel closed. */
  private synchronized void reopen() throws StorageException {
    if (!channel.isOpen() && !closed) {
      channel = RealFileSystem.channel(path, access);
    }
  }

  @Override
  public int read(ByteBuffer target, long position) throws StorageException {
    int start = target.position();
    return retrying(
        false,
        from -> {
          while (target.hasRemaining()) {
            int count = from.read(target, position + (target.position() - start));
            if (count < 0) {
              break;
            }
          }
          return target.position() - start;
        });
  }

  @Override
  public void write(ByteBuffer source, long position) throws StorageException {
    int start = source.position();
    retrying(
        true,
        to -> {
          while (source.hasRemaining()) {
            to.write(source, position + (source.position() - start));
          }
          return 0;
        });
  }

  @Override
  public void truncate(long size) throws StorageException {
    retrying(
        true,
        file -> {
          file.truncate(size);
          return 0;
        });
  }

  @Override
  public void force() throws StorageException {
    retrying(
        true,
        file -> {
          file.force(false);
          return 0;
        });
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      // What was written is with the system already; there is nothing to be done or lost here.
      return;
    }
  }
}
