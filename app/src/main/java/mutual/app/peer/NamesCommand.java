package mutual.app.peer;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import mutual.app.CommandFailure;
import mutual.contracts.peer.v1.Contact;
import mutual.contracts.peer.v1.ListContactsRequest;
import mutual.contracts.peer.v1.ListSharesRequest;
import mutual.contracts.peer.v1.Share;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code mutual names}: what a shell may complete, one name a line. Whoever presses the tab key
 * wants no error, so there is none: if the peer does not answer soon, there are no names.
 */
@Command(
    name = "names",
    hidden = true,
    description = "Print names for the shell to complete; none if no peer runs.",
    footerHeading = "%nExample:%n",
    footer = "  mutual names shares")
public final class NamesCommand implements Callable<Integer> {
  private static final int SECONDS_MAX = 2;

  /** Names of what. */
  enum Kind {
    SHARES,
    CONTACTS,
    GROUPS,
    /** Whatever may be said of who may fetch something. */
    AUDIENCE
  }

  @Parameters(paramLabel = "KIND", description = "shares, contacts, groups, or audience.")
  Kind kind = Kind.SHARES;

  @Option(names = "--data", paramLabel = "DIR", description = PeerHome.OPTION_TEXT)
  @Nullable Path data;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (PeerSession peer = PeerSession.open(PeerHome.folder(data))) {
      names(peer).stream().filter(name -> name.lines().count() == 1).forEach(out::println);
    } catch (CommandFailure | IOException | StatusRuntimeException e) {
      return 0;
    }
    out.flush();
    return 0;
  }

  private SequencedSet<String> names(PeerSession peer) {
    SequencedSet<String> names = new LinkedHashSet<>();
    if (kind == Kind.SHARES) {
      var shares = peer.shares().withDeadlineAfter(SECONDS_MAX, TimeUnit.SECONDS);
      shares.listShares(ListSharesRequest.getDefaultInstance()).getSharesList().stream()
          .map(Share::getName)
          .forEach(names::add);
      return names;
    }
    if (kind == Kind.AUDIENCE) {
      names.add("everyone");
      names.add("contacts");
    }
    var contacts =
        peer.contacts()
            .withDeadlineAfter(SECONDS_MAX, TimeUnit.SECONDS)
            .listContacts(ListContactsRequest.getDefaultInstance())
            .getContactsList();
    if (kind != Kind.CONTACTS) {
      TreeSet<String> groups = new TreeSet<>();
      contacts.forEach(contact -> groups.addAll(contact.getGroupsList()));
      names.addAll(groups);
    }
    if (kind != Kind.GROUPS) {
      contacts.stream().map(Contact::getName).forEach(names::add);
    }
    return names;
  }
}
