package mutual.benchmarks.files;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Talks JSON with programs that are driven over HTTP. */
final class Http implements Closeable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final int OK = 200;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_MAX)
          .build();
  private final String address;
  private final String[] headers;

  /**
   * @param address what every path is appended to
   * @param headers names and values, of every request
   */
  Http(String address, String... headers) {
    this.address = address;
    this.headers = headers;
  }

  /** What is looked at again and again until it holds. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** Waits; says whether it came to hold in time. */
  static boolean await(Duration max, Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + max.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    }
    return true;
  }

  /** Waits until a program that has just been started answers. */
  void awaitAnswer(Tool tool, String path) throws IOException, InterruptedException {
    boolean answered =
        await(
            Tool.PREPARATION_MAX,
            () -> {
              try {
                return send("GET", path, "").statusCode() > 0;
              } catch (IOException e) {
                if (!tool.runs()) {
                  throw tool.trouble("it has ended");
                }
                return false;
              }
            });
    if (!answered) {
      throw tool.trouble("it does not answer at " + address + path);
    }
  }

  HttpResponse<byte[]> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(ANSWER_MAX)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** The body of an answer, which has to be a success. */
  String ask(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = send(method, path, body);
    String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
    if (answer.statusCode() != OK) {
      throw new IOException(path + " answered " + answer.statusCode() + ": " + text.strip());
    }
    return text;
  }

  /** The first field of a name in some JSON: a number or a text; empty if there is none. */
  static String field(String json, String name) {
    Matcher field =
        Pattern.compile("\"" + Pattern.quote(name) + "\"\\s*:\\s*\"?([^\",}\\s]*)").matcher(json);
    return field.find() ? field.group(1) : "";
  }

  @Override
  public void close() {
    client.close();
  }
}
