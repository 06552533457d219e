package mutual.middleware;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.docs.DocService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * The API docs for browsers on the people port: Armeria's pages without the fonts that they would
 * fetch from elsewhere. Calls cannot be tried here, since they need a key and the node port, so the
 * button that offers it is hidden and a line says so.
 */
final class ApiDocs implements HttpService {
  /** The pages bring their own styles at run time; they hold nothing that a person could lose. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri"
          + " 'none'";

  private static final String ORIGINAL = "/com/linecorp/armeria/server/docs/index.html.gz";
  private static final String SCRIPT = "api-docs.js";

  private final DocService docs;
  private final byte[] index;
  private final byte[] script;

  ApiDocs(DocService docs) {
    this.docs = docs;
    this.index = adapted(new String(read(ORIGINAL, true), StandardCharsets.UTF_8));
    this.script = read(SCRIPT, false);
  }

  private static byte[] adapted(String original) {
    String own =
        original
            .replaceAll("<link[^>]*href=\"https://[^>]*>", "")
            .replace("<title>Armeria documentation service</title>", "<title>API docs</title>")
            .replace("</body>", "<script src=\"" + SCRIPT + "\"></script></body>");
    return own.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] read(String resource, boolean packed) {
    try (InputStream bytes = ApiDocs.class.getResourceAsStream(resource)) {
      if (bytes == null) {
        throw new IllegalStateException("missing in the class path: " + resource);
      }
      return packed ? new GZIPInputStream(bytes).readAllBytes() : bytes.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    return switch (context.mappedPath()) {
      case "/", "/index.html" -> own(MediaType.HTML_UTF_8, index);
      case "/" + SCRIPT -> own(MediaType.JAVASCRIPT_UTF_8, script);
      default ->
          docs.serve(context, request)
              .mapHeaders(
                  headers -> headers.toBuilder().set("content-security-policy", POLICY).build());
    };
  }

  private static HttpResponse own(MediaType type, byte[] body) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(type)
            .set("content-security-policy", POLICY)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
            .build(),
        HttpData.wrap(body));
  }
}
