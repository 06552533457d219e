package mutual.peer.pages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import mutual.files.engine.FetchPlan;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.MalformedTorrentException;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.TorrentLimits;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.pages.Format;
import mutual.pages.Tone;

/**
 * What the page's script sends of files that were dropped: {@code POST /drops} with who may fetch
 * them, then each file to {@code /drops/{id}/files?path=…}, then {@code /drops/{id}/finish} or
 * {@code /drops/{id}/cancel}. Answers are JSON, refusals are pages with a sentence as heading.
 */
final class DropRoutes {
  /** Where dropped content goes, below the folder of downloads. */
  static final String FOLDER = "Shared";

  static final long FILE_BYTES_MAX = 1L << 42;

  private final DashboardSource source;
  private final Failures failures;
  private final Drops drops;

  private DropRoutes(DashboardSource source, Failures failures) {
    this.source = source;
    this.failures = failures;
    drops = new Drops(source.downloads().resolve(FOLDER), source.id().shortText());
  }

  static void addTo(Guard guard, DashboardSource source, Failures failures) {
    DropRoutes routes = new DropRoutes(source, failures);
    guard.post("/drops", (request, _) -> routes.begin(request));
    guard.post("/drops/{id}/finish", routes::finish);
    guard.post("/drops/{id}/cancel", (request, _) -> routes.cancel(request));
    var _ =
        guard
            .routes()
            .upload("/drops/{id}/files", FILE_BYTES_MAX, routes::receive)
            .upload("/torrents", TorrentLimits.TORRENT_BYTES_MAX, routes::torrent);
  }

  private WebResponse begin(WebRequest request) throws IOException {
    Form form = AudienceForm.check(Form.of("drop", request));
    if (form.wrong()) {
      throw new WebException(422, form.wrongWith("audience"));
    }
    String drop = drops.begin(AudienceForm.of("drop", form, source.contacts()).audience());
    return WebResponse.json("{\"drop\": \"" + drop + "\"}");
  }

  private WebResponse receive(WebRequest request, InputStream body) throws IOException {
    String path =
        request
            .query("path")
            .orElseThrow(() -> new WebException(400, "The file's name is missing."));
    drops.find(request.param("id")).put(path, body);
    return WebResponse.json("{}");
  }

  private WebResponse finish(WebRequest request, Session session) throws IOException {
    String id = request.param("id");
    Drop drop = drops.find(id);
    List<Path> placed = drops.finish(id);
    placed.forEach(path -> FilesPage.begin(path, drop.audience(), source, failures));
    session.tell(
        Tone.GOOD,
        placed.size() == 1
            ? placed.getFirst().getFileName() + " is being read, and shared then."
            : Format.count(placed.size()) + " things are being read, and shared then.");
    return WebResponse.json("{}");
  }

  private WebResponse cancel(WebRequest request) throws IOException {
    drops.cancel(request.param("id"));
    return WebResponse.json("{}");
  }

  private WebResponse torrent(WebRequest request, InputStream body) throws IOException {
    try {
      InfoHash id =
          source.fetch(Metainfo.parse(body.readAllBytes()), FetchPlan.into(source.downloads()));
      return WebResponse.json("{\"path\": \"/shares/" + id.hex() + "\"}");
    } catch (MalformedTorrentException wrong) {
      throw new WebException(422, "This is no torrent file: " + FilesPage.sentence(wrong));
    }
  }
}
