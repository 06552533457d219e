package mutual.app.peer;

import java.util.ArrayList;
import java.util.List;
import mutual.app.Output;
import mutual.contracts.peer.v1.InviteRequest;
import mutual.contracts.peer.v1.InviteResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mutual invite}. */
@Command(
    name = "invite",
    description = {
      "Make a link that turns whoever accepts it first into a contact.",
      "Send it by a way you trust: it works once, for whoever has it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual invite",
      "  mutual invite --name Bob --group family --valid 12h",
    })
public final class InviteCommand extends PeerTask {
  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "What to call the new contact here; its own wish unless said.")
  String name = "";

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description = "A group it is to be in; may be given several times.")
  List<String> groups = new ArrayList<>();

  @Option(
      names = "--valid",
      paramLabel = "TIME",
      defaultValue = "1d",
      description = "How long it works, such as 30m, 12h or 7d; ${DEFAULT-VALUE} unless said.")
  String valid = "1d";

  @Option(
      names = "--qr",
      negatable = true,
      defaultValue = Option.NULL_VALUE,
      description = "Draw a QR code; at a terminal unless said.")
  @org.jspecify.annotations.Nullable
  Boolean qr;

  @Override
  int run(PeerSession peer, Output out) {
    InviteResponse answer =
        peer.contacts()
            .invite(
                InviteRequest.newBuilder()
                    .setName(name)
                    .addAllGroups(groups)
                    .setValidSeconds(Words.parseTime(valid).toSeconds())
                    .build());
    out.answer(
        answer,
        text -> {
          text.line(answer.getLink());
          if (qr == null ? ProgressBar.isTerminal() : qr) {
            text.line("");
            text.line(QrText.draw(answer.getLink()));
          }
        });
    if (!out.isJson()) {
      spec.commandLine()
          .getErr()
          .println(
              "It works once, until %s. The other one types: mutual accept '...'"
                  .formatted(Words.until(answer.getExpiresMillis())));
    }
    return 0;
  }
}
