package mutual.app;

import mutual.middleware.RequestIds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option by which a request can be repeated without doing it twice. */
public final class RepeatOption {
  @Option(
      names = "--id",
      paramLabel = "UUID",
      description = "Repeat an earlier request safely: its UUID version 7.")
  @Nullable String id;

  /** The id given, or a new one. */
  public String orNew() {
    return id == null ? RequestIds.next().toString() : id;
  }
}
