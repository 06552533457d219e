package mutual.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import mutual.app.town.Peers;
import mutual.bankserver.DemoSeed;

/** What a visitor of the demo does first, so that the start-up cache holds the classes for it. */
public final class Rehearsal {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int PEERS_SECONDS_MAX = 60;

  private Rehearsal() {}

  /**
   * Opens each page once, has a peer fetch something, and takes cash at the other bank's machine.
   */
  public static void play(DemoTown town) {
    var _ = town.peers().await(PEERS_SECONDS_MAX);
    for (Peers.Deed deed : town.peers().deeds()) {
      if (!deed.start().getAsBoolean()) {
        throw new IllegalStateException("Not begun: " + deed.label());
      }
    }
    try (HttpClient browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      for (URI page :
          List.of(
              town.address(),
              town.address().resolve("/peers/0"),
              town.northMachine().kioskUri(),
              URI.create("http://127.0.0.1:" + town.north().server().peoplePort() + "/"))) {
        var _ =
            browser.send(
                HttpRequest.newBuilder(page).timeout(TIMEOUT).build(), BodyHandlers.discarding());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    DemoSeed.DemoCard card = town.south().cards().getFirst();
    var _ = new Visitor(town.northMachine(), card.number(), card.pin()).withdraw(20_00);
  }
}
