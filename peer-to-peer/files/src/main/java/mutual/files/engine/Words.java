package mutual.files.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;

/** Text without blanks, for lines of words. */
final class Words {
  private Words() {}

  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  static String decode(String word) {
    return URLDecoder.decode(word, UTF_8);
  }
}
