package mutual.middleware;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that have not become HTTP connections in time: they say nothing, or trickle a
 * TLS handshake. From then on the idle timeout watches them.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for these; their work cannot fail.
final class UnfinishedConnections implements Consumer<ChannelPipeline> {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedConnections.class);

  private final Duration timeout;

  UnfinishedConnections(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public void accept(ChannelPipeline pipeline) {
    pipeline.addLast(new Watch());
    for (Map.Entry<String, ChannelHandler> entry : pipeline) {
      if (entry.getValue().getClass().getSimpleName().equals("Http2OrHttpHandler")) {
        pipeline.addBefore(entry.getKey(), null, new Garbage());
        return;
      }
    }
  }

  private final class Watch extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      context
          .executor()
          .schedule(
              () -> {
                if (context.channel().isActive() && !speaksHttp(context.pipeline())) {
                  context.close();
                }
              },
              timeout.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Sits between TLS and HTTP and takes what TLS throws: a stranger's garbage is no news, and shall
   * not fill the log with stack traces.
   */
  private static final class Garbage extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.debug("The connection of {} broke", context.channel().remoteAddress(), cause);
      context.close();
    }
  }

  /** Armeria adds this handler once it knows which HTTP version a connection speaks. */
  private static boolean speaksHttp(ChannelPipeline pipeline) {
    for (Map.Entry<String, ChannelHandler> entry : pipeline) {
      if (entry.getValue().getClass().getSimpleName().equals("HttpServerHandler")) {
        return true;
      }
    }
    return false;
  }
}
