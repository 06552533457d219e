package mutual.app.peer;

import java.io.PrintWriter;
import mutual.app.Output;
import mutual.contracts.peer.v1.AcceptRequest;
import mutual.contracts.peer.v1.AwaitContactRequest;
import mutual.contracts.peer.v1.Contact;
import mutual.contracts.peer.v1.Contact.Reach;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutual accept}. */
@Command(
    name = "accept",
    description = {
      "Accept an invitation: you and who made it are contacts then.",
      "Waits some seconds until your peer is connected with the new contact."
    },
    footerHeading = "%nExample:%n",
    footer = "  mutual accept 'mutual:invite?k=...' --name Ada")
public final class AcceptCommand extends PeerTask {
  private static final long CONNECTING_MILLIS_MAX = 5_000;

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
    Contact now =
        contact.getReach() == Reach.REACH_REACHABLE ? contact : connect(contact, peer, out);
    out.answer(now, text -> show(text, now));
    return 0;
  }

  private Contact connect(Contact contact, PeerSession peer, Output out) {
    if (!out.isJson()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(contact.getName() + " is a contact now. Connecting with it...");
      err.flush();
    }
    return peer.contacts()
        .awaitContact(
            AwaitContactRequest.newBuilder()
                .setContact(contact.getNodeId())
                .setMillisMax(CONNECTING_MILLIS_MAX)
                .build());
  }

  static void show(Output out, Contact contact) {
    ContactsCommand.show(out, contact);
    if (contact.getReach() != Reach.REACH_REACHABLE) {
      out.line(
          "\nNot connected yet. The contact is kept, and your peer goes on looking for it;"
              + " 'mutual doctor' says whether something is in the way.");
    }
  }
}
