package mutual.app.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.contracts.peer.v1.FetchRequest;
import mutual.contracts.peer.v1.GetShareRequest;
import mutual.contracts.peer.v1.Share;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutual get}. */
@Command(
    name = "get",
    description = {
      "Fetch what a link or a torrent file names, and wait until it is here.",
      "Your peer does the work: Ctrl-C ends the waiting, not the fetching."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual get 'mutual:share?k=...&h=...' --to ~/Videos",
      "  mutual get 'magnet:?xt=urn:btih:...' --only '*.mp4' --sequential",
      "  mutual get debian.torrent --no-wait"
    })
public final class GetCommand extends PeerTask {
  private static final long ASKED_EVERY_MILLIS = 500;

  @Parameters(
      paramLabel = "LINK|FILE",
      description = "A magnet or mutual link, an info hash, or a torrent file.")
  String what = "";

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where to put it; the peer's folder for downloads unless said.")
  @Nullable Path folder;

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      description = "Only files whose name or path matches; may be given several times.")
  List<String> only = new ArrayList<>();

  @Option(names = "--sequential", description = "In order, to be played while it arrives.")
  boolean sequential;

  @Option(names = "--no-wait", description = "Return as soon as it has begun.")
  boolean noWait;

  @Override
  int run(PeerSession peer, Output out) throws InterruptedException {
    FetchRequest.Builder request =
        FetchRequest.newBuilder().addAllOnly(only).setSequential(sequential);
    if (folder != null) {
      request.setFolder(folder.toAbsolutePath().normalize().toString());
    }
    if (isLink()) {
      request.setLink(what);
    } else {
      request.setTorrentFile(file().toString());
    }
    Share share = peer.shares().fetch(request.build());
    if (!noWait) {
      share = await(share, peer, out);
    }
    Share last = share;
    out.answer(last, text -> text.line(noWait ? last.getId() : last.getPath()));
    return 0;
  }

  private boolean isLink() {
    return what.startsWith("magnet:")
        || what.startsWith("mutual:")
        || what.matches("[0-9a-fA-F]{40}|[0-9a-fA-F]{64}");
  }

  private Path file() {
    Path file = Path.of(what).toAbsolutePath().normalize();
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          ExitCode.USAGE, "'" + what + "' is neither a link nor a torrent file that is here");
    }
    return file;
  }

  private Share await(Share begun, PeerSession peer, Output out) throws InterruptedException {
    Thread goodbye =
        new Thread(
            () ->
                spec.commandLine()
                    .getErr()
                    .println("\nYour peer goes on fetching it; 'mutual shares' shows how far."));
    if (!out.isJson()) {
      Runtime.getRuntime().addShutdownHook(goodbye);
    }
    Share share = begun;
    try (ProgressBar bar =
        new ProgressBar(spec.commandLine().getErr(), ProgressBar.styleFor(out.isJson()))) {
      while (share.getState() != Share.State.STATE_COMPLETE) {
        bar.show(progress(share), words(share));
        TimeUnit.MILLISECONDS.sleep(ASKED_EVERY_MILLIS);
        GetShareRequest request = GetShareRequest.newBuilder().setShare(begun.getId()).build();
        share = peer.askAgain(() -> peer.shares().getShare(request).getShare());
      }
    } finally {
      if (!out.isJson()) {
        forget(goodbye);
      }
    }
    return share;
  }

  private static void forget(Thread goodbye) {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(goodbye);
    } catch (IllegalStateException alreadyEnding) {
      return;
    }
  }

  private static double progress(Share share) {
    return share.getState() == Share.State.STATE_CHECKING && share.getCheckTotalBytes() > 0
        ? (double) share.getCheckedBytes() / share.getCheckTotalBytes()
        : Words.progress(share);
  }

  /** What a line beside the bar says. */
  static String words(Share share) {
    return switch (share.getState()) {
      case STATE_FETCHING ->
          Words.rate(share.getDownBytesPerSecond())
              + (share.hasSecondsLeft() ? ", " + Words.left(share.getSecondsLeft()) : "")
              + peers(share);
      case STATE_TROUBLE -> share.getTrouble();
      default -> Words.state(share) + peers(share);
    };
  }

  private static String peers(Share share) {
    return ", " + Words.count(share.getPeers(), "peer", "peers");
  }
}
