package mutual.peer.pages;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mutual.middleware.NodeId;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.overlay.Contact;
import mutual.overlay.Invitation;
import mutual.overlay.LinkState;
import mutual.pages.Components;
import mutual.pages.Tone;
import mutual.peer.templates.JtecontactFormsGenerated;
import mutual.peer.templates.JtecontactHeadGenerated;
import mutual.peer.templates.JtecontactsFormsGenerated;
import mutual.peer.templates.JtecontactsListGenerated;
import mutual.peer.templates.JtecontactsNeighboursGenerated;
import mutual.peer.templates.JteinvitationGenerated;

/** Whom this peer knows, how it reaches them, and how they become contacts. */
final class ContactPages {
  private static final String ACCEPT = "accept";

  private final Guard guard;
  private final DashboardSource source;

  private ContactPages(Guard guard, DashboardSource source) {
    this.guard = guard;
    this.source = source;
  }

  static ContactPages addTo(Guard guard, DashboardSource source) {
    ContactPages pages = new ContactPages(guard, source);
    guard.page("/contacts", _ -> pages.list(Form.NONE));
    guard.post("/contacts/search", pages::search);
    guard.post("/invitations", pages::invite);
    guard.post("/invitations/accept", pages::accept);
    guard.page("/contacts/{id}", request -> pages.one(pages.find(request), Form.NONE));
    guard.post("/contacts/{id}", pages::change);
    guard.post("/contacts/{id}/remove", pages::remove);
    return pages;
  }

  private View list(Form form) {
    List<ContactRow> rows =
        source.contacts().stream()
            .map(contact -> new ContactRow(contact, source.link(contact.id())))
            .toList();
    return View.of("Contacts", "/contacts")
        .live(
            "contact-list",
            output -> JtecontactsListGenerated.render(Components.html(output), null, rows))
        .still(
            output ->
                JtecontactsFormsGenerated.render(
                    Components.html(output), null, form.named("invite"), form.named(ACCEPT)))
        .live(
            "neighbours",
            output ->
                JtecontactsNeighboursGenerated.render(
                    Components.html(output), null, source.neighbours()));
  }

  private WebResponse search(WebRequest request, Session session) {
    source.tryAgain();
    session.tell(Tone.GOOD, "All contacts are being looked for again.");
    return WebResponse.redirect("/contacts");
  }

  private WebResponse invite(WebRequest request, Session session) {
    Form form = Form.of("invite", request);
    String days = form.value("days");
    if (!List.of("1", "7", "30").contains(days)) {
      form = form.error("days", "Choose how long it works.");
    }
    String name = form.value("name");
    if (!name.isEmpty() && named(name).isPresent()) {
      form = form.error("name", "Another contact is called " + name + " already.");
    }
    NavigableSet<String> groups = groups(form.value("groups"));
    if (!form.wrong()) {
      try {
        // Names that no contact could have are refused now rather than when it is accepted.
        Contact _ = new Contact(source.id(), name.isEmpty() ? "x" : name, groups, 0);
      } catch (IllegalArgumentException wrong) {
        form = form.error(name.isEmpty() ? "groups" : "name", FilesPage.sentence(wrong));
      }
    }
    if (form.wrong()) {
      return guard.again(session, list(form), "/contacts");
    }
    Invitation invitation =
        source.invite(
            name.isEmpty() ? Optional.empty() : Optional.of(name),
            groups,
            Duration.ofDays(Long.parseLong(days)));
    View view =
        View.of("Invitation", "/contacts")
            .still(
                output ->
                    JteinvitationGenerated.render(
                        Components.html(output),
                        null,
                        invitation,
                        name,
                        QrDrawing.of(invitation.link())));
    return guard.once(session, view, "/contacts");
  }

  /** The page of contacts with an invitation ready to be accepted. */
  WebResponse accepting(Session session, String link) {
    Form form = new Form(ACCEPT, Map.of("link", List.of(link)), Map.of());
    try {
      Invitation.parse(link);
    } catch (IllegalArgumentException wrong) {
      form = form.error("link", FilesPage.sentence(wrong));
    }
    return guard.once(session, list(form), "/contacts");
  }

  private WebResponse accept(WebRequest request, Session session) {
    Form form = Form.of(ACCEPT, request);
    String name = form.value("name");
    try {
      Contact contact =
          source.accept(
              Invitation.parse(form.value("link")),
              name.isEmpty() ? Optional.empty() : Optional.of(name));
      tellConnected(session, contact);
      return WebResponse.redirect("/contacts/" + contact.id());
    } catch (IOException | IllegalArgumentException wrong) {
      return guard.again(session, list(form.error("link", FilesPage.sentence(wrong))), "/contacts");
    }
  }

  private void tellConnected(Session session, Contact contact) {
    if (source.link(contact.id()).orElse(null) instanceof LinkState.Reachable) {
      session.tell(Tone.GOOD, contact.name() + " is a contact now, and connected.");
    } else {
      session.tell(
          Tone.ACCENT,
          contact.name()
              + " is a contact now, and not connected yet. Your peer goes on looking for it;"
              + " mutual doctor says whether something is in the way.");
    }
  }

  private View one(Contact contact, Form form) {
    ContactRow row = new ContactRow(contact, source.link(contact.id()));
    List<ShareSource.View> shares =
        source.shares().stream()
            .map(ShareSource::view)
            .filter(share -> admits(share, contact))
            .limit(Overview.ROWS_MAX)
            .toList();
    return View.of(contact.name(), "/contacts")
        .live(
            "contact",
            output -> JtecontactHeadGenerated.render(Components.html(output), null, row, shares))
        .still(
            output ->
                JtecontactFormsGenerated.render(
                    Components.html(output), null, contact, form.named("change")));
  }

  private static boolean admits(ShareSource.View share, Contact contact) {
    return share.audience().everyone()
        || share.audience().contacts()
        || share.audience().peers().contains(contact.id())
        || !Collections.disjoint(contact.groups(), share.audience().groups());
  }

  private WebResponse change(WebRequest request, Session session) {
    Contact contact = find(request);
    Form form = Form.of("change", request);
    try {
      source.change(contact.withName(form.value("name")).withGroups(groups(form.value("groups"))));
      session.tell(Tone.GOOD, "Saved.");
      return WebResponse.redirect("/contacts/" + contact.id());
    } catch (IllegalArgumentException wrong) {
      String field = wrongField(contact, form.value("name"));
      return guard.again(
          session,
          one(contact, form.error(field, FilesPage.sentence(wrong))),
          "/contacts/" + contact.id());
    }
  }

  /** Which of the two fields a refusal is about: the groups if the name would do. */
  private String wrongField(Contact contact, String name) {
    try {
      Contact _ = contact.withName(name);
      boolean taken = named(name).filter(other -> !other.id().equals(contact.id())).isPresent();
      return taken ? "name" : "groups";
    } catch (IllegalArgumentException wrong) {
      return "name";
    }
  }

  private WebResponse remove(WebRequest request, Session session) {
    Contact contact = find(request);
    source.removeContact(contact.id());
    session.tell(Tone.GOOD, contact.name() + " is no contact any more.");
    return WebResponse.redirect("/contacts");
  }

  private Optional<Contact> named(String name) {
    return source.contacts().stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
  }

  private Contact find(WebRequest request) {
    NodeId id;
    try {
      id = NodeId.parse(request.param("id"));
    } catch (IllegalArgumentException none) {
      throw WebException.notFound();
    }
    return source.contacts().stream()
        .filter(contact -> contact.id().equals(id))
        .findFirst()
        .orElseThrow(WebException::notFound);
  }

  private static NavigableSet<String> groups(String commaSeparated) {
    return Arrays.stream(commaSeparated.split(",", -1))
        .map(String::strip)
        .filter(group -> !group.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
