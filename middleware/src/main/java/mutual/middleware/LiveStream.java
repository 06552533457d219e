package mutual.middleware;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mutual.middleware.web.EventStream;

/**
 * An {@link EventStream} as a streamed HTTP response; the answer begins with the first event or
 * {@link #begin}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for these; their work cannot fail.
final class LiveStream implements EventStream {
  private static final HttpData HEARTBEAT = HttpData.ofUtf8(":\n\n");

  private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
  private final HttpResponseWriter writer = HttpResponse.streaming();
  private final AtomicInteger bufferedBytes = new AtomicInteger();
  private final ScheduledFuture<?> heartbeat;

  LiveStream(EventLoop timer) {
    heartbeat =
        timer.scheduleAtFixedRate(
            () -> write(HEARTBEAT), HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    onClose(() -> heartbeat.cancel(false));
  }

  HttpResponse response() {
    return HttpResponse.of(answer);
  }

  /** Sends the head of the answer, unless it has been sent. */
  synchronized void begin() {
    if (!answer.isDone()) {
      writer.write(
          ResponseHeaders.builder(HttpStatus.OK)
              .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
              .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
              .build());
      answer.complete(writer);
    }
  }

  /** Answers with something else, if nothing has been sent yet; ends the stream in any case. */
  synchronized void refuse(HttpResponse instead) {
    if (!answer.complete(instead)) {
      instead.abort();
    }
    writer.abort();
  }

  @Override
  public boolean send(String event, String data) {
    if (event.indexOf('\n') >= 0 || event.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("An event's name is one line");
    }
    begin();
    StringBuilder text = new StringBuilder("event: ").append(event).append('\n');
    data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
    if (data.isEmpty()) {
      text.append("data:\n");
    }
    return write(HttpData.wrap(text.append('\n').toString().getBytes(StandardCharsets.UTF_8)));
  }

  private boolean write(HttpData data) {
    if (!answer.isDone()) {
      return !closed();
    }
    if (bufferedBytes.addAndGet(data.length()) > BUFFERED_BYTES_MAX) {
      writer.abort();
      return false;
    }
    if (!writer.tryWrite(data)) {
      return false;
    }
    writer.whenConsumed().thenRun(() -> bufferedBytes.addAndGet(-data.length()));
    return true;
  }

  CompletableFuture<Void> whenClosed() {
    return writer.whenComplete();
  }

  @Override
  public boolean closed() {
    return !writer.isOpen();
  }

  @Override
  public void onClose(Runnable action) {
    writer.whenComplete().whenComplete((done, cause) -> action.run());
  }

  @Override
  public void close() {
    begin();
    writer.close();
  }
}
