package mutual.middleware;

import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.common.util.EventLoopGroups;
import io.netty.channel.EventLoopGroup;

/**
 * The threads that all servers and clients of a process share: a few event loops that move bytes,
 * and virtual threads on which everything that may block runs. Made at first use; daemons, so they
 * never keep a process alive.
 */
final class Workers {
  private Workers() {}

  private static final class EventLoops {
    static final EventLoopGroup GROUP =
        EventLoopGroups.newEventLoopGroup(
            Math.max(2, Runtime.getRuntime().availableProcessors()), "mutual-io", true);
  }

  private static final class Blocking {
    static final VirtualThreads THREADS = new VirtualThreads();
    static final BlockingTaskExecutor EXECUTOR = BlockingTaskExecutor.of(THREADS);
  }

  static EventLoopGroup eventLoops() {
    return EventLoops.GROUP;
  }

  static VirtualThreads virtualThreads() {
    return Blocking.THREADS;
  }

  static BlockingTaskExecutor blockingExecutor() {
    return Blocking.EXECUTOR;
  }
}
