package mutual.app.peer;

import mutual.app.Output;
import mutual.contracts.peer.v1.AcceptRequest;
import mutual.contracts.peer.v1.Contact;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutual accept}. */
@Command(
    name = "accept",
    description = "Accept an invitation: you and who made it are contacts then.",
    footerHeading = "%nExample:%n",
    footer = "  mutual accept 'mutual:invite?k=...' --name Ada")
public final class AcceptCommand extends PeerTask {
  @Parameters(paramLabel = "LINK", description = "The invitation, in quotes.")
  String link = "";

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "What to call the new contact here; its own wish unless said.")
  String name = "";

  @Override
  int run(PeerSession peer, Output out) {
    Contact contact =
        peer.contacts().accept(AcceptRequest.newBuilder().setLink(link).setName(name).build());
    out.answer(contact, text -> ContactsCommand.show(text, contact));
    return 0;
  }
}
