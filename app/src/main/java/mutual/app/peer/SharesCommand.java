package mutual.app.peer;

import java.util.ArrayList;
import java.util.List;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.contracts.peer.v1.GetShareRequest;
import mutual.contracts.peer.v1.ListSharesRequest;
import mutual.contracts.peer.v1.ListSharesResponse;
import mutual.contracts.peer.v1.RemoveShareRequest;
import mutual.contracts.peer.v1.RemoveShareResponse;
import mutual.contracts.peer.v1.Share;
import mutual.contracts.peer.v1.UpdateShareRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutual shares …}. */
@Command(
    name = "shares",
    description = {
      "Show what your peer shares and fetches, or one of them with its files and peers.",
      "A share is named by its name, its hash, or the hash's first digits."
    },
    subcommands = {
      SharesCommand.Pause.class,
      SharesCommand.Resume.class,
      SharesCommand.Remove.class,
      SharesCommand.Recheck.class,
      SharesCommand.Limit.class,
      SharesCommand.Audience.class,
      SharesCommand.Select.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual shares",
      "  mutual shares holiday.mp4",
      "  mutual shares audience holiday.mp4 family Bob",
      "  mutual shares limit 3fa2 --up 500K"
    })
public final class SharesCommand extends PeerTask {
  static final String NAME_TEXT = "Name, hash, or first digits of the hash.";

  private static final int ID_DIGITS_SHOWN = 8;

  @Parameters(arity = "0..1", paramLabel = "NAME|HASH", description = NAME_TEXT)
  @Nullable String name;

  @Override
  int run(PeerSession peer, Output out) {
    if (name != null) {
      var detail = peer.shares().getShare(GetShareRequest.newBuilder().setShare(name).build());
      out.answer(detail, text -> ShareText.show(text, detail));
      return 0;
    }
    ListSharesResponse answer = peer.shares().listShares(ListSharesRequest.getDefaultInstance());
    out.answer(answer, text -> list(text, answer));
    return 0;
  }

  private static void list(Output text, ListSharesResponse answer) {
    text.table(
        List.of("HASH", "NAME", "SIZE>", "HERE>", "STATE", "DOWN>", "UP>", "PEERS>", "WITH"),
        answer.getSharesList(),
        share ->
            List.of(
                share.getId().substring(0, ID_DIGITS_SHOWN),
                share.getName(),
                share.getContentBytes() == 0 ? "?" : Words.bytes(share.getContentBytes()),
                Words.percent(Words.progress(share)),
                Words.state(share),
                Words.rate(share.getDownBytesPerSecond()),
                Words.rate(share.getUpBytesPerSecond()),
                Integer.toString(share.getPeers()),
                Words.audience(share)),
        "Nothing is shared or fetched yet; begin with 'mutual share' or 'mutual get'.");
    answer.getMakingList().forEach(making -> text.line(ShareText.line(making)));
  }

  /** Changes one share. */
  abstract static class Change extends PeerTask {
    @Parameters(index = "0", paramLabel = "NAME|HASH", description = NAME_TEXT)
    String name = "";

    abstract UpdateShareRequest.Builder change(UpdateShareRequest.Builder request);

    @Override
    final int run(PeerSession peer, Output out) {
      Share share =
          peer.shares().updateShare(change(UpdateShareRequest.newBuilder().setShare(name)).build());
      out.answer(share, text -> ShareText.show(text, share));
      return 0;
    }
  }

  @Command(
      name = "pause",
      description = "Neither give nor fetch it until it is resumed.",
      footerHeading = "%nExample:%n",
      footer = "  mutual shares pause holiday.mp4")
  static final class Pause extends Change {
    @Override
    UpdateShareRequest.Builder change(UpdateShareRequest.Builder request) {
      return request.setPaused(true);
    }
  }

  @Command(
      name = "resume",
      description = "Go on with a share that was paused.",
      footerHeading = "%nExample:%n",
      footer = "  mutual shares resume holiday.mp4")
  static final class Resume extends Change {
    @Override
    UpdateShareRequest.Builder change(UpdateShareRequest.Builder request) {
      return request.setPaused(false);
    }
  }

  @Command(
      name = "recheck",
      description = "Read everything on the disk again, and fetch what is wrong.",
      footerHeading = "%nExample:%n",
      footer = "  mutual shares recheck holiday.mp4")
  static final class Recheck extends Change {
    @Override
    UpdateShareRequest.Builder change(UpdateShareRequest.Builder request) {
      return request.setRecheck(true);
    }
  }

  @Command(
      name = "limit",
      description = "Limit how fast it is given or fetched; what is not named stays.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mutual shares limit holiday.mp4 --up 500K --down 2M",
        "  mutual shares limit holiday.mp4 --up none"
      })
  static final class Limit extends Change {
    @Option(names = "--up", paramLabel = "RATE", description = "Bytes per second, such as 500K.")
    @Nullable String up;

    @Option(names = "--down", paramLabel = "RATE", description = "Bytes per second, such as 2M.")
    @Nullable String down;

    @Override
    UpdateShareRequest.Builder change(UpdateShareRequest.Builder request) {
      if (up == null && down == null) {
        throw new CommandFailure(ExitCode.USAGE, "say --up RATE or --down RATE");
      }
      if (up != null) {
        request.setUpLimitBytesPerSecond(Words.parseRate(up));
      }
      if (down != null) {
        request.setDownLimitBytesPerSecond(Words.parseRate(down));
      }
      return request;
    }
  }

  @Command(
      name = "audience",
      description = {
        "Say who may fetch it from now on; nobody if none is named.",
        "Who may not any more is cut off at once."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mutual shares audience holiday.mp4 contacts",
        "  mutual shares audience holiday.mp4 family Bob",
        "  mutual shares audience holiday.mp4          nobody"
      })
  static final class Audience extends Change {
    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "WHO",
        description = "everyone, contacts, groups, contacts' names.")
    List<String> audience = new ArrayList<>();

    @Override
    UpdateShareRequest.Builder change(UpdateShareRequest.Builder request) {
      return request.setAudience(
          UpdateShareRequest.Words.newBuilder().addAllWords(audience).build());
    }
  }

  @Command(
      name = "select",
      description = "Say which files are to be fetched; all if none is named.",
      footerHeading = "%nExample:%n",
      footer = "  mutual shares select talks '*.mp4' 'slides/*.pdf'")
  static final class Select extends Change {
    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "GLOB",
        description = "Patterns on names or paths.")
    List<String> globs = new ArrayList<>();

    @Override
    UpdateShareRequest.Builder change(UpdateShareRequest.Builder request) {
      return request.setOnly(UpdateShareRequest.Words.newBuilder().addAllWords(globs).build());
    }
  }

  @Command(
      name = "remove",
      description = "Forget a share. Files stay, unless they were fetched and --with-content says.",
      footerHeading = "%nExamples:%n",
      footer = {"  mutual shares remove holiday.mp4", "  mutual shares remove 3fa2 --with-content"})
  static final class Remove extends PeerTask {
    @Parameters(index = "0", paramLabel = "NAME|HASH", description = NAME_TEXT)
    String name = "";

    @Option(names = "--with-content", description = "Delete what was fetched, too.")
    boolean withContent;

    @Override
    int run(PeerSession peer, Output out) {
      RemoveShareResponse answer =
          peer.shares()
              .removeShare(
                  RemoveShareRequest.newBuilder()
                      .setShare(name)
                      .setWithContent(withContent)
                      .build());
      out.answer(answer, text -> text.line(answer.getRemoved().getName() + " is forgotten."));
      return 0;
    }
  }
}
