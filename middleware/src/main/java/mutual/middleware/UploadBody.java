package mutual.middleware;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mutual.middleware.web.WebException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The body of an upload as it comes. One chunk waits at most, so that a browser sends no faster
 * than the handler reads. Read by one thread.
 */
final class UploadBody extends InputStream implements Subscriber<HttpObject> {
  private sealed interface Event {
    record Chunk(HttpData data) implements Event {}

    record Failure(Throwable cause) implements Event {}

    record End() implements Event {}
  }

  private final long bytesMax;
  private final Duration pauseMax;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile @Nullable Subscription subscription;
  private InputStream chunk = InputStream.nullInputStream();
  private @Nullable IOException failure;
  private long bytes;
  private boolean ended;

  UploadBody(long bytesMax, Duration pauseMax) {
    this.bytesMax = bytesMax;
    this.pauseMax = pauseMax;
  }

  @Override
  public void onSubscribe(Subscription started) {
    subscription = started;
    started.request(1);
  }

  @Override
  public void onNext(HttpObject object) {
    if (object instanceof HttpData data) {
      events.add(new Event.Chunk(data));
    } else {
      requestNext(); // Trailers, which nobody reads.
    }
  }

  @Override
  public void onError(Throwable cause) {
    events.add(new Event.Failure(cause));
  }

  @Override
  public void onComplete() {
    events.add(new Event.End());
  }

  private void requestNext() {
    Objects.requireNonNull(subscription).request(1);
  }

  /** Refuses at once what is announced to be too long. */
  void expect(long announcedBytes) {
    if (announcedBytes > bytesMax) {
      throw tooLong();
    }
  }

  private WebException tooLong() {
    return new WebException(413, "That is more than the " + bytesMax + " bytes taken here.");
  }

  /** Says whether all of the body has been read. */
  boolean ended() {
    return ended;
  }

  /** Says whether the body has stopped before its end. */
  boolean brokeOff() {
    return failure != null;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (true) {
      int count = chunk.read(target, offset, length);
      if (count > 0) {
        return count;
      }
      if (ended || !next()) {
        return -1;
      }
    }
  }

  private boolean next() throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    return switch (await()) {
      case Event.Chunk(HttpData data) -> {
        bytes += data.length();
        if (bytes > bytesMax) {
          throw tooLong();
        }
        chunk = data.toInputStream();
        requestNext();
        yield true;
      }
      case Event.Failure(Throwable cause) -> {
        failure = new IOException("The upload broke off", cause);
        throw failure;
      }
      case Event.End() -> {
        ended = true;
        yield false;
      }
    };
  }

  private Event await() throws IOException {
    try {
      Event event = events.poll(pauseMax.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new WebException(408, "Nothing of the upload has arrived for too long.");
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("The reader is interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
