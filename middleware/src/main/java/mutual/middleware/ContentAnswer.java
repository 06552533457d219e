package mutual.middleware;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import mutual.middleware.web.ContentHandler;
import mutual.middleware.web.ContentSource;
import mutual.middleware.web.WebContent;
import mutual.middleware.web.WebGuard;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer that is sent as it is read. A chunk is being read, one waits, one is being written:
 * the next is read when the browser has taken the one before.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for these; their work cannot fail.
final class ContentAnswer {
  /** Bytes read at a time. */
  static final int CHUNK_BYTES_MAX = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(ContentAnswer.class);

  private final ServiceRequestContext context;
  private final RequestHeaders request;
  private final PeopleErrors errors;
  private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
  private final HttpResponse response = HttpResponse.of(answer);
  private final HttpResponseWriter writer = HttpResponse.streaming();
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  ContentAnswer(ServiceRequestContext context, RequestHeaders request, PeopleErrors errors) {
    this.context = context;
    this.request = request;
    this.errors = errors;
  }

  HttpResponse response() {
    return response;
  }

  /** Completed once nothing of this answer is left. */
  CompletableFuture<Void> end() {
    return end;
  }

  void abort() {
    response.abort();
  }

  void run(WebGuard guard, ContentHandler handler) {
    Thread reader = Thread.currentThread();
    response
        .whenComplete()
        .whenComplete(
            (done, cause) -> {
              if (cause != null) {
                reader.interrupt();
              }
            });
    try {
      WebRequest read = RequestReader.read(context, request);
      Optional<WebResponse> instead = guard.check(read);
      if (instead.isPresent()) {
        answer.complete(PeoplePort.response(instead.get()));
      } else {
        send(handler.open(read));
      }
    } catch (Exception e) {
      fail(e);
    } finally {
      end.complete(null);
    }
  }

  private void fail(Exception cause) {
    if (response.isComplete()) {
      LOG.debug("The browser has gone from {}", context.path(), cause);
    } else if (answer.isDone()) {
      if (cause instanceof IOException) {
        LOG.info("The content of {} broke off: {}", context.path(), cause.getMessage());
      } else {
        LOG.error("The content of {} broke off", context.path(), cause);
      }
      // Said above: with the cause itself, the server would say it again.
      writer.abort();
    } else {
      answer.complete(errors.failure(context, cause));
    }
  }

  private void send(WebContent content) throws Exception {
    ContentSource source = content.source();
    try {
      ByteRange range =
          request.method() == HttpMethod.GET
              ? ByteRange.of(
                  request.get(HttpHeaderNames.RANGE),
                  request.get(HttpHeaderNames.IF_RANGE),
                  content.lengthBytes(),
                  content.tag())
              : new ByteRange.Whole();
      switch (range) {
        case ByteRange.Whole _ ->
            send(source, head(content, HttpStatus.OK), 0, content.lengthBytes() - 1);
        case ByteRange.Part(long first, long last) ->
            send(
                source,
                head(content, HttpStatus.PARTIAL_CONTENT)
                    .set(
                        HttpHeaderNames.CONTENT_RANGE,
                        "bytes " + first + "-" + last + "/" + content.lengthBytes()),
                first,
                last);
        case ByteRange.Nowhere _ ->
            answer.complete(
                errors
                    .response(416, "There is nothing at that place.")
                    .mapHeaders(
                        headers ->
                            headers.toBuilder()
                                .set(
                                    HttpHeaderNames.CONTENT_RANGE,
                                    "bytes */" + content.lengthBytes())
                                .build()));
      }
    } finally {
      // Closing shall not be disturbed by the interrupt that ended a read.
      boolean _ = Thread.interrupted();
      source.close();
    }
  }

  private static ResponseHeadersBuilder head(WebContent content, HttpStatus status) {
    ResponseHeadersBuilder head =
        ResponseHeaders.builder(status)
            .set(HttpHeaderNames.CONTENT_TYPE, content.contentType())
            .set(HttpHeaderNames.ETAG, content.tag())
            .set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
    content.headers().forEach(head::set);
    return head;
  }

  private void send(ContentSource source, ResponseHeadersBuilder head, long first, long last)
      throws Exception {
    ResponseHeaders headers =
        head.setLong(HttpHeaderNames.CONTENT_LENGTH, last - first + 1).build();
    if (request.method() == HttpMethod.HEAD) {
      answer.complete(HttpResponse.of(headers));
      return;
    }
    writer.write(headers);
    answer.complete(writer);
    long offset = first;
    while (offset <= last) {
      ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES_MAX, last - offset + 1));
      int count = source.read(offset, chunk);
      if (count <= 0) {
        throw new EOFException("The content ends at " + offset + " before " + (last + 1));
      }
      offset += count;
      if (!writer.tryWrite(HttpData.wrap(chunk.array(), 0, count))) {
        throw new EOFException("The browser has gone at " + offset);
      }
      writer.whenConsumed().get();
    }
    writer.close();
  }
}
