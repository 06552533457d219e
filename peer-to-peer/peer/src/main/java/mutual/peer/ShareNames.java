package mutual.peer;

import java.util.List;
import java.util.Locale;
import mutual.files.engine.ContentEngine;
import mutual.files.engine.Share;

/** Finds the share that its owner means. */
final class ShareNames {
  /** Hexadecimal digits that name a share, at least. */
  private static final int DIGITS_MIN = 4;

  private final ContentEngine engine;

  ShareNames(ContentEngine engine) {
    this.engine = engine;
  }

  /**
   * The share with a name, or with a hash that is or begins so.
   *
   * @throws io.grpc.StatusRuntimeException if there is none, or more than one
   */
  Share find(String words) {
    List<Share> shares = engine.shares();
    List<Share> found = shares.stream().filter(share -> share.name().equals(words)).toList();
    if (found.isEmpty() && words.length() >= DIGITS_MIN) {
      String digits = words.toLowerCase(Locale.ROOT);
      found =
          shares.stream()
              .filter(
                  share ->
                      share.hashes().all().stream().anyMatch(hash -> hash.hex().startsWith(digits)))
              .toList();
    }
    if (found.isEmpty()) {
      throw Answers.notFound(
          "there is no share called '" + words + "'; 'mutual shares' lists all there are");
    }
    if (found.size() > 1) {
      throw Answers.refused(
          "'%s' means %d shares: name one by its hash".formatted(words, found.size()));
    }
    return found.getFirst();
  }
}
