package mutual.bankserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import mutual.middleware.RequestIds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same API as REST/JSON, with a client certificate. */
final class RestTest {
  @TempDir static Path folder;
  private static TestTown town;
  private static ClientKeys keys;
  private static HttpClient http;

  @BeforeAll
  static void open() {
    town = new TestTown(folder);
    keys =
        ClientKeys.grant(
            town.north, folder.resolve("keys"), "rest", Right.ACCOUNTS_READ, Right.TRANSFERS_WRITE);
    http = keys.http(true);
  }

  @AfterAll
  static void close() {
    http.close();
    town.close();
  }

  @Test
  void accountsAreListed() throws Exception {
    HttpResponse<String> response = get("/v1/accounts");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("\"number\"", town.northAccount, "\"minorUnits\"", "Demo Customer North");
    assertThat(get("/v1/accounts/" + town.northAccount).body()).contains(town.northAccount);
    assertThat(get("/v1/accounts/" + town.northAccount + "/movements").statusCode()).isEqualTo(200);
  }

  @Test
  void moneyIsMovedOnce() throws Exception {
    String account = TestTown.customer(town.north, "Demo Customer Rest");
    String body = transfer(RequestIds.next().toString(), account, "1250");
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> response = post("/v1/transfers", body);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(response.body()).contains("TRANSFER_STATE_COMPLETED");
    }
    assertThat(TestTown.account(town.north, account).balance()).isEqualTo(TestTown.DEPOSIT - 1250);
  }

  private static String transfer(String id, String from, String amount) {
    return """
    {"id": "%s", "fromAccount": "%s", "toAccount": "%s",
     "amount": {"minorUnits": "%s", "currency": "EUR"}, "reference": "by REST"}
    """
        .formatted(id, from, town.northAccount, amount);
  }

  @Test
  void malformedRequestsAreToldWhatIsWrong() throws Exception {
    HttpResponse<String> badId = post("/v1/transfers", transfer("1", town.northAccount, "1"));
    assertThat(badId.statusCode()).isEqualTo(400);
    assertThat(badId.body()).contains("id: a UUID");
    assertThat(post("/v1/transfers", "{").statusCode()).isEqualTo(400);
    String amount =
        transfer(RequestIds.next().toString(), town.northAccount, "9223372036854775808");
    assertThat(post("/v1/transfers", amount).statusCode()).isEqualTo(400);
    assertThat(get("/v1/accounts?pageSize=501").statusCode()).isEqualTo(400);
  }

  @Test
  void statusesTellWhatHappened() throws Exception {
    assertThat(get("/v1/accounts/XM00NORT9999999999").statusCode()).isEqualTo(404);
    assertThat(get("/v1/cards").statusCode()).isEqualTo(403);
    assertThat(get("/v1/nothing").statusCode()).isIn(403, 404);
  }

  @Test
  void oversizeRequestsAreCutOff() throws Exception {
    String oversize =
        transfer(RequestIds.next().toString(), town.northAccount, "1") + " ".repeat(3 << 20);
    try {
      assertThat(post("/v1/transfers", oversize).statusCode()).isEqualTo(413);
    } catch (IOException reset) {
      // The server need not read on only to say so.
      assertThat(reset).hasMessageContaining("RST_STREAM");
    }
    assertThat(get("/v1/accounts").statusCode()).isEqualTo(200);
  }

  @Test
  void noKeyOrAnUnknownKeyGetsNothing() throws Exception {
    ClientKeys stranger = ClientKeys.stranger(town.north, folder.resolve("stranger"));
    try (HttpClient unknown = stranger.http(true)) {
      assertThat(unknown.send(request("/v1/bank").build(), text()).statusCode()).isIn(401, 403);
    }
    try (HttpClient nobody = stranger.http(false)) {
      assertThatThrownBy(() -> nobody.send(request("/v1/bank").build(), text()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void garbageOnThePortIsTurnedAway() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), town.north.nodePort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\n\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      // The server closes; whatever it says before is a TLS alert, not an answer.
      byte[] said;
      try {
        said = socket.getInputStream().readAllBytes();
      } catch (IOException reset) {
        said = new byte[0];
      }
      assertThat(said.length).isLessThan(64);
    }
    assertThat(get("/v1/accounts").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), text());
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        request(path)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        text());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + town.north.nodePort() + path))
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpResponse.BodyHandler<String> text() {
    return HttpResponse.BodyHandlers.ofString();
  }
}
