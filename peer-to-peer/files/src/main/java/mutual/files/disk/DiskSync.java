package mutual.files.disk;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linux' {@code syncfs(2)}, which Java has no method for: all that was written to one file system
 * reaches its disk in one go. Thousands of small files take a sync each otherwise.
 */
final class DiskSync {
  private static final Logger log = LoggerFactory.getLogger(DiskSync.class);

  /** The functions of the C library that it takes. */
  private record Calls(MethodHandle open, MethodHandle syncfs, MethodHandle close) {}

  private static final Optional<Calls> CALLS = find();

  private DiskSync() {}

  // Nothing but these three functions is called, with arguments of their own types.
  @SuppressWarnings("restricted")
  private static Optional<Calls> find() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor ofDescriptor =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    FunctionDescriptor ofPath =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    Optional<MemorySegment> open = linker.defaultLookup().find("open");
    Optional<MemorySegment> syncfs = linker.defaultLookup().find("syncfs");
    Optional<MemorySegment> close = linker.defaultLookup().find("close");
    if (open.isEmpty() || syncfs.isEmpty() || close.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Calls(
            linker.downcallHandle(open.get(), ofPath, Linker.Option.firstVariadicArg(2)),
            linker.downcallHandle(syncfs.get(), ofDescriptor),
            linker.downcallHandle(close.get(), ofDescriptor)));
  }

  /** Returns whether the disk of a folder was synced. */
  static boolean sync(Path folder) {
    if (CALLS.isEmpty()) {
      return false;
    }
    Calls calls = CALLS.get();
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) calls.open().invokeExact(arena.allocateFrom(folder.toString()), 0);
      if (descriptor < 0) {
        return false;
      }
      int result = (int) calls.syncfs().invokeExact(descriptor);
      int _ = (int) calls.close().invokeExact(descriptor);
      return result == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      log.warn("syncfs failed for {}", folder, e);
      return false;
    }
  }
}
