package mutual.peer.pages;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import mutual.files.engine.ContentReader;
import mutual.files.engine.FileStatus;
import mutual.middleware.web.ContentSource;
import mutual.middleware.web.WebContent;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebRoutes;

/** The bytes of a share's files, sent while they arrive. */
final class MediaRoutes {
  /** Whatever a stranger's file is, it runs no script and is of no origin. */
  private static final String POLICY =
      "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

  private MediaRoutes() {}

  static void addTo(WebRoutes routes, DashboardSource source) {
    var _ =
        routes.stream("/shares/{id}/files/{index}/content", request -> content(request, source));
  }

  private static WebContent content(WebRequest request, DashboardSource source) {
    ShareSource share = SharePages.find(source, request);
    ShareSource.Details details = share.details();
    FileStatus file = SharePages.file(details.files(), request.param("index"));
    String name = file.file().path().getLast();
    MediaType media = MediaType.of(name);
    boolean saved = media.kind() == MediaType.Kind.OTHER || request.query("save").isPresent();
    ContentReader reader;
    try {
      reader = share.open(file.file().index());
    } catch (IOException unreadable) {
      throw new WebException(409, FilesPage.sentence(unreadable));
    }
    return new WebContent(
        media.contentType(),
        reader.length(),
        "\"" + details.view().id().hex() + "-" + file.file().index() + "\"",
        Map.of(
            "content-disposition",
            saved ? attachment(name) : "inline",
            "content-security-policy",
            POLICY),
        new ContentSource() {
          @Override
          public int read(long offset, ByteBuffer target) throws Exception {
            return reader.read(offset, target);
          }

          @Override
          public void close() {
            reader.close();
          }
        });
  }

  /** A {@code Content-Disposition} (RFC 6266) by which a browser saves under a stranger's name. */
  static String attachment(String name) {
    return "attachment; filename*=UTF-8''"
        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
