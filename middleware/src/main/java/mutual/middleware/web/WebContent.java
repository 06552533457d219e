package mutual.middleware.web;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Content of known length that is sent as it is read, whole or the part that a browser asks for.
 *
 * @param lengthBytes of the whole content
 * @param tag a strong entity tag in quotes (RFC 9110, section 8.8.3): it differs whenever the
 *     content does
 * @param headers further header fields, such as {@code content-disposition}
 */
public record WebContent(
    String contentType,
    long lengthBytes,
    String tag,
    Map<String, String> headers,
    ContentSource source) {
  private static final Pattern TAG = Pattern.compile("\"[!#-~]*\"");

  /** Checks length and tag. */
  public WebContent {
    if (lengthBytes < 0) {
      throw new IllegalArgumentException("Content cannot be " + lengthBytes + " bytes long");
    }
    if (!TAG.matcher(tag).matches()) {
      throw new IllegalArgumentException("Not a strong entity tag: " + tag);
    }
    headers = Map.copyOf(headers);
  }
}
