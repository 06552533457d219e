package mutual.files.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mutual.files.disk.StorageException.Reason;

/** The disks of this machine. */
public final class RealFileSystem implements FileSystem {
  /** Below this a failed write is taken for a full disk, whatever the system's language says. */
  private static final long FULL_BELOW_BYTES = 1 << 20;

  private static final FileAttribute<?>[] PLAIN = {};

  @Override
  public OpenFile open(Path file, Access access) throws StorageException {
    Optional<Status> status = status(file);
    if (status.isPresent() && status.get().kind() != Kind.FILE) {
      throw new StorageException(Reason.NOT_OURS, file + " is not a regular file.");
    }
    if (status.isEmpty() && access == Access.READ) {
      throw new StorageException(Reason.FILE_CHANGED, file + " is not there any more.");
    }
    return new ChannelFile(file, access);
  }

  static FileChannel channel(Path file, Access access) throws StorageException {
    try {
      return switch (access) {
        case READ -> FileChannel.open(file, Set.<OpenOption>of(READ, NOFOLLOW_LINKS));
        case WRITE ->
            FileChannel.open(file, Set.<OpenOption>of(READ, WRITE, CREATE, NOFOLLOW_LINKS));
        case WRITE_EXECUTABLE ->
            FileChannel.open(
                file, Set.<OpenOption>of(READ, WRITE, CREATE, NOFOLLOW_LINKS), executable(file));
      };
    } catch (IOException e) {
      throw failure(file, e, access != Access.READ);
    }
  }

  private static FileAttribute<?>[] executable(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))
        }
        : PLAIN;
  }

  @Override
  public Optional<Status> status(Path path) throws StorageException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
      Kind kind =
          found.isRegularFile()
              ? Kind.FILE
              : found.isDirectory() ? Kind.FOLDER : found.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
      return Optional.of(
          new Status(kind, found.size(), found.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure(path, e, false);
    }
  }

  @Override
  public void createFolder(Path folder) throws StorageException {
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw failure(folder, e, true);
    }
  }

  @Override
  public void createFile(Path file, boolean executable) throws StorageException {
    try {
      FileChannel.open(
              file,
              Set.<OpenOption>of(WRITE, CREATE_NEW, NOFOLLOW_LINKS),
              executable ? executable(file) : PLAIN)
          .close();
    } catch (IOException e) {
      throw failure(file, e, true);
    }
  }

  @Override
  public void replace(Path file, byte[] content) throws StorageException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.deleteIfExists(next);
      try (FileChannel channel =
          FileChannel.open(next, Set.<OpenOption>of(WRITE, CREATE_NEW, NOFOLLOW_LINKS))) {
        ByteBuffer source = ByteBuffer.wrap(content);
        while (source.hasRemaining()) {
          channel.write(source);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure(file, e, true);
    }
  }

  @Override
  public boolean move(Path from, Path to) throws StorageException {
    if (status(to).isPresent()) {
      throw new StorageException(Reason.NOT_OURS, to + " is in the way.");
    }
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (AtomicMoveNotSupportedException e) {
      return false;
    } catch (IOException e) {
      throw failure(from, e, true);
    }
  }

  @Override
  public boolean delete(Path path) throws StorageException {
    try {
      Files.deleteIfExists(path);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    } catch (IOException e) {
      throw failure(path, e, true);
    }
  }

  @Override
  public boolean forceAll(Path folder) {
    return DiskSync.sync(folder);
  }

  @Override
  public long usableBytes(Path folder) throws StorageException {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw failure(folder, e, false);
    }
  }

  /** Says which outage an exception is. */
  static StorageException failure(Path path, IOException e, boolean writing) {
    if (e instanceof FileAlreadyExistsException) {
      return new StorageException(Reason.NOT_OURS, path + " is there already.", e);
    }
    if (e instanceof NoSuchFileException) {
      return writing
          ? new StorageException(Reason.FOLDER_MISSING, path.getParent() + " is not there.", e)
          : new StorageException(Reason.FILE_CHANGED, path + " is not there any more.", e);
    }
    if (writing && readOnly(path, e)) {
      return new StorageException(Reason.READ_ONLY, path + " may not be written.", e);
    }
    if (writing && full(path, e)) {
      return new StorageException(Reason.DISK_FULL, "The disk of " + path + " is full.", e);
    }
    return new StorageException(
        Reason.FAILED, "The disk failed at " + path + ": " + e.getMessage(), e);
  }

  private static boolean readOnly(Path path, IOException e) {
    if (e instanceof AccessDeniedException
        || e.getCause() instanceof ReadOnlyFileSystemException
        || String.valueOf(e.getMessage()).contains("Read-only file system")) {
      return true;
    }
    try {
      return Files.getFileStore(path.toAbsolutePath().getParent()).isReadOnly();
    } catch (IOException unknown) {
      return false;
    }
  }

  private static boolean full(Path path, IOException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("No space left") || message.contains("quota")) {
      return true;
    }
    try {
      return Files.getFileStore(path.toAbsolutePath().getParent()).getUsableSpace()
          < FULL_BELOW_BYTES;
    } catch (IOException unknown) {
      return false;
    }
  }
}
