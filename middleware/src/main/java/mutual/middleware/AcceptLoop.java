package mutual.middleware;

import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.common.util.TransportType;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The event loop that accepts the connections of one port. It ends as soon as it is told to: by
 * default Netty waits two seconds for further tasks, and every stop of a server would wait with it.
 */
final class AcceptLoop extends MultiThreadIoEventLoopGroup {
  private AcceptLoop(String name) {
    super(1, Thread.ofPlatform().daemon().name(name).factory(), EpollIoHandler.newFactory());
  }

  static EventLoopGroup create(String name) {
    return Flags.transportType() == TransportType.EPOLL
        ? new AcceptLoop(name)
        : EventLoopGroups.newEventLoopGroup(1, name, true);
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    return super.shutdownGracefully(0, timeout, unit);
  }
}
