package mutual.app.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.contracts.peer.v1.GetMakingRequest;
import mutual.contracts.peer.v1.ListSharesResponse;
import mutual.contracts.peer.v1.MakeShareRequest;
import mutual.contracts.peer.v1.Making;
import mutual.contracts.peer.v1.Share;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutual share}. */
@Command(
    name = "share",
    description = {
      "Share files or folders through your peer, and print a link for each.",
      "Nobody may fetch them unless --with says who. They stay where they are and are not changed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual share holiday.mp4 --with contacts",
      "  mutual share ~/Pictures/2026 --with family --with Bob",
      "  mutual share disk.iso --with everyone --format hybrid"
    })
public final class ShareCommand extends PeerTask {
  /** Between two questions how far it is: more and more, since small files are read at once. */
  private static final long PAUSE_MILLIS_MIN = 10;

  private static final long PAUSE_MILLIS_MAX = 200;

  /** Which hashes to make. */
  enum Format {
    HYBRID,
    V1,
    V2
  }

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files or folders.")
  List<Path> paths = new ArrayList<>();

  @Option(
      names = "--with",
      paramLabel = "WHO",
      description =
          "Who may fetch it: everyone, contacts, a group, or a contact; may be given several"
              + " times.")
  List<String> audience = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Which torrent: v1 (BEP 3), v2 or hybrid (BEP 52). Unless said, v1 if everyone may fetch"
              + " it, as that is what every BitTorrent program reads; else hybrid.")
  @Nullable Format format;

  @Override
  int run(PeerSession peer, Output out) throws InterruptedException {
    List<Share> shares = new ArrayList<>();
    for (Path path : paths) {
      shares.add(share(path.toAbsolutePath().normalize(), peer, out));
    }
    out.answer(
        ListSharesResponse.newBuilder().addAllShares(shares).build(),
        text -> shares.forEach(share -> text.line(share.getLink())));
    if (!out.isJson()) {
      shares.forEach(this::explain);
    }
    return 0;
  }

  private void explain(Share share) {
    spec.commandLine()
        .getErr()
        .println(
            "%s (%s) is shared with: %s"
                .formatted(
                    share.getName(),
                    Words.bytes(share.getContentBytes()),
                    share.getAudienceCount() == 0
                        ? "nobody yet; say who with: mutual shares audience "
                            + share.getId().substring(0, 8)
                            + " WHO"
                        : Words.audience(share)));
  }

  private Share share(Path path, PeerSession peer, Output out) throws InterruptedException {
    Making making =
        peer.shares()
            .makeShare(
                MakeShareRequest.newBuilder()
                    .setPath(path.toString())
                    .setFormat(
                        switch (format) {
                          case null -> MakeShareRequest.Format.FORMAT_UNSPECIFIED;
                          case HYBRID -> MakeShareRequest.Format.FORMAT_HYBRID;
                          case V1 -> MakeShareRequest.Format.FORMAT_V1;
                          case V2 -> MakeShareRequest.Format.FORMAT_V2;
                        })
                    .addAllAudience(audience)
                    .build());
    long startNanos = System.nanoTime();
    long pauseMillis = PAUSE_MILLIS_MIN;
    try (ProgressBar bar =
        new ProgressBar(spec.commandLine().getErr(), ProgressBar.styleFor(out.isJson()))) {
      while (!making.hasShare()) {
        if (!making.getFailure().isEmpty()) {
          throw new CommandFailure(
              ExitCode.REFUSED, path + " cannot be shared: " + making.getFailure());
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        bar.show(
            making.getTotalBytes() == 0
                ? 0
                : (double) making.getDoneBytes() / making.getTotalBytes(),
            String.format(
                Locale.ROOT,
                "reading %s, %s",
                path.getFileName(),
                Words.rate(making.getDoneBytes() / Math.max(seconds, 0.1))));
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
        pauseMillis = Math.min(2 * pauseMillis, PAUSE_MILLIS_MAX);
        GetMakingRequest request = GetMakingRequest.newBuilder().setId(making.getId()).build();
        making = peer.askAgain(() -> peer.shares().getMaking(request));
      }
    }
    return making.getShare();
  }
}
