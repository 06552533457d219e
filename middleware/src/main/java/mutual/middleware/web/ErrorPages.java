package mutual.middleware.web;

/** Renders the page that a person sees when a request fails. */
@FunctionalInterface
public interface ErrorPages {
  /** Returns a whole HTML page. The message is text: it is not escaped yet. */
  String render(int status, String message);

  /** A page without any style, for servers that bring none. */
  static ErrorPages plain() {
    return (status, message) ->
        """
        <!doctype html><html lang="en"><meta charset="utf-8">\
        <meta name="viewport" content="width=device-width, initial-scale=1">\
        <title>Error %d</title><main><h1>Error %d</h1><p>%s</p>\
        <p><a href="/">Back to the start</a></p></main></html>
        """
            .formatted(status, status, escape(message));
  }

  /** Makes text safe to stand in HTML, in elements and in quoted attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
