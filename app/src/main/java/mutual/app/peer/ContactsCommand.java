package mutual.app.peer;

import java.util.ArrayList;
import java.util.List;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.contracts.peer.v1.Contact;
import mutual.contracts.peer.v1.ListContactsRequest;
import mutual.contracts.peer.v1.ListContactsResponse;
import mutual.contracts.peer.v1.RemoveContactRequest;
import mutual.contracts.peer.v1.RemoveContactResponse;
import mutual.contracts.peer.v1.UpdateContactRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutual contacts …}. */
@Command(
    name = "contacts",
    description = {
      "Show your contacts, and whether they can be reached.",
      "New ones come by invitation: see 'mutual invite' and 'mutual accept'."
    },
    subcommands = {
      ContactsCommand.Rename.class,
      ContactsCommand.Group.class,
      ContactsCommand.Remove.class
    },
    footerHeading = "%nExamples:%n",
    footer = {"  mutual contacts", "  mutual contacts group Bob --add family --data other"})
public final class ContactsCommand extends PeerTask {
  private static final String CONTACT_TEXT = "The contact's name, in any case, or key.";

  @Override
  int run(PeerSession peer, Output out) {
    ListContactsResponse answer =
        peer.contacts().listContacts(ListContactsRequest.getDefaultInstance());
    out.answer(
        answer,
        text ->
            text.table(
                List.of("NAME", "GROUPS", "KEY", "REACHABLE"),
                answer.getContactsList(),
                contact ->
                    List.of(
                        contact.getName(),
                        String.join(", ", contact.getGroupsList()),
                        contact.getNodeId().substring(0, 7),
                        reach(contact)),
                "No contacts yet; 'mutual invite' makes a link for a first one."));
    return 0;
  }

  static String reach(Contact contact) {
    return switch (contact.getReach()) {
      case REACH_REACHABLE -> "yes, at " + contact.getAddress();
      case REACH_UNREACHABLE ->
          "no, %s: %s".formatted(Words.since(contact.getReachSinceMillis()), contact.getReason());
      case REACH_SEARCHING, REACH_UNSPECIFIED, UNRECOGNIZED -> "looking for it";
    };
  }

  static void show(Output out, Contact contact) {
    out.field("contact", contact.getName());
    out.field("key", contact.getNodeId());
    out.field("groups", String.join(", ", contact.getGroupsList()));
    out.field("since", Words.since(contact.getSinceMillis()));
    out.field("reachable", reach(contact) + how(contact));
  }

  private static String how(Contact contact) {
    return switch (contact.getAddressSource()) {
      case SOURCE_LAN -> ", on the same local network";
      case SOURCE_RECORD -> ", as it has said itself";
      case SOURCE_INVITATION -> ", as its invitation said";
      case SOURCE_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }

  @Command(
      name = "rename",
      description = "Call a contact something else, here.",
      footerHeading = "%nExample:%n",
      footer = "  mutual contacts rename bob 'Bob from work'")
  static final class Rename extends PeerTask {
    @Parameters(index = "0", paramLabel = "CONTACT", description = CONTACT_TEXT)
    String contact = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "What to call it.")
    String name = "";

    @Override
    int run(PeerSession peer, Output out) {
      Contact renamed =
          peer.contacts()
              .updateContact(
                  UpdateContactRequest.newBuilder().setContact(contact).setName(name).build());
      out.answer(renamed, text -> show(text, renamed));
      return 0;
    }
  }

  @Command(
      name = "group",
      description = {
        "Put a contact into groups, or take it out of them.",
        "What is shared with a group is fetched by its members, from that moment on."
      },
      footerHeading = "%nExample:%n",
      footer = "  mutual contacts group Bob --add family --add work --remove school")
  static final class Group extends PeerTask {
    @Parameters(index = "0", paramLabel = "CONTACT", description = CONTACT_TEXT)
    String contact = "";

    @Option(names = "--add", paramLabel = "GROUP", description = "May be given several times.")
    List<String> add = new ArrayList<>();

    @Option(names = "--remove", paramLabel = "GROUP", description = "May be given several times.")
    List<String> remove = new ArrayList<>();

    @Override
    int run(PeerSession peer, Output out) {
      if (add.isEmpty() && remove.isEmpty()) {
        throw new CommandFailure(ExitCode.USAGE, "say --add GROUP or --remove GROUP");
      }
      Contact changed =
          peer.contacts()
              .updateContact(
                  UpdateContactRequest.newBuilder()
                      .setContact(contact)
                      .addAllAddGroups(add)
                      .addAllRemoveGroups(remove)
                      .build());
      out.answer(changed, text -> show(text, changed));
      return 0;
    }
  }

  @Command(
      name = "remove",
      description = "Remove a contact. It gets nothing more, from that moment on.",
      footerHeading = "%nExample:%n",
      footer = "  mutual contacts remove Bob")
  static final class Remove extends PeerTask {
    @Parameters(index = "0", paramLabel = "CONTACT", description = CONTACT_TEXT)
    String contact = "";

    @Override
    int run(PeerSession peer, Output out) {
      RemoveContactResponse answer =
          peer.contacts()
              .removeContact(RemoveContactRequest.newBuilder().setContact(contact).build());
      out.answer(
          answer, text -> text.line(answer.getRemoved().getName() + " is no contact any more."));
      return 0;
    }
  }
}
