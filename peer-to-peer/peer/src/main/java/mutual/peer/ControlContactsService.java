package mutual.peer;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import mutual.contracts.peer.v1.AcceptRequest;
import mutual.contracts.peer.v1.AwaitContactRequest;
import mutual.contracts.peer.v1.Contact.Reach;
import mutual.contracts.peer.v1.Contact.Source;
import mutual.contracts.peer.v1.ControlContactsGrpc;
import mutual.contracts.peer.v1.InviteRequest;
import mutual.contracts.peer.v1.InviteResponse;
import mutual.contracts.peer.v1.ListContactOffersRequest;
import mutual.contracts.peer.v1.ListContactOffersResponse;
import mutual.contracts.peer.v1.ListContactsRequest;
import mutual.contracts.peer.v1.ListContactsResponse;
import mutual.contracts.peer.v1.RemoveContactRequest;
import mutual.contracts.peer.v1.RemoveContactResponse;
import mutual.contracts.peer.v1.UpdateContactRequest;
import mutual.overlay.Contact;
import mutual.overlay.ContactBook;
import mutual.overlay.Invitation;
import mutual.overlay.LinkState;
import mutual.overlay.Overlay;

/** What the owner asks about contacts. */
final class ControlContactsService extends ControlContactsGrpc.ControlContactsImplBase {
  /** Offers in one answer; the newest count. */
  private static final int OFFERS_SHOWN_MAX = 4_000;

  private static final long AWAIT_MILLIS_MAX = 30_000;

  private final PeerNode node;
  private final Overlay overlay;

  ControlContactsService(PeerNode node) {
    this.node = node;
    this.overlay = node.overlay();
  }

  private Contact named(String nameOrKey) {
    return AudienceWords.contact(nameOrKey, overlay.contacts())
        .orElseThrow(() -> Answers.notFound("there is no contact called '" + nameOrKey + "'"));
  }

  @Override
  public void listContacts(
      ListContactsRequest request, StreamObserver<ListContactsResponse> observer) {
    Answers.answer(
        observer,
        () -> {
          ListContactsResponse.Builder answer = ListContactsResponse.newBuilder();
          overlay.contacts().all().forEach(contact -> answer.addContacts(shown(contact)));
          return answer.build();
        });
  }

  @Override
  public void updateContact(
      UpdateContactRequest request, StreamObserver<mutual.contracts.peer.v1.Contact> observer) {
    Answers.answer(
        observer,
        () -> {
          Contact contact = named(request.getContact());
          Set<String> groups = new TreeSet<>(contact.groups());
          groups.addAll(request.getAddGroupsList());
          request.getRemoveGroupsList().forEach(groups::remove);
          Contact fresh = contact.withGroups(groups);
          if (!request.getName().isEmpty()) {
            fresh = fresh.withName(request.getName());
          }
          overlay.contacts().put(fresh);
          return shown(fresh);
        });
  }

  @Override
  public void removeContact(
      RemoveContactRequest request, StreamObserver<RemoveContactResponse> observer) {
    Answers.answer(
        observer,
        () -> {
          Contact contact = named(request.getContact());
          overlay.contacts().remove(contact.id());
          return RemoveContactResponse.newBuilder().setRemoved(shown(contact)).build();
        });
  }

  @Override
  public void invite(InviteRequest request, StreamObserver<InviteResponse> observer) {
    Answers.answer(
        observer,
        () -> {
          if (request.getValidSeconds() < 1) {
            throw new IllegalArgumentException("An invitation is valid for some time");
          }
          SortedSet<String> groups = new TreeSet<>(request.getGroupsList());
          Invitation invitation;
          try {
            invitation =
                overlay.invite(
                    Optional.of(request.getName()).filter(name -> !name.isEmpty()),
                    groups,
                    Duration.ofSeconds(request.getValidSeconds()));
          } catch (IllegalStateException tooMany) {
            throw Answers.refused(String.valueOf(tooMany.getMessage()));
          }
          return InviteResponse.newBuilder()
              .setLink(invitation.link())
              .setExpiresMillis(invitation.expires().toEpochMilli())
              .build();
        });
  }

  @Override
  public void accept(
      AcceptRequest request, StreamObserver<mutual.contracts.peer.v1.Contact> observer) {
    Answers.answer(
        observer,
        () ->
            shown(
                overlay.accept(
                    Invitation.parse(request.getLink()),
                    Optional.of(request.getName()).filter(name -> !name.isEmpty()))));
  }

  @Override
  public void awaitContact(
      AwaitContactRequest request, StreamObserver<mutual.contracts.peer.v1.Contact> observer) {
    Answers.answer(
        observer,
        () -> {
          long millis = request.getMillisMax();
          if (millis < 1 || millis > AWAIT_MILLIS_MAX) {
            throw new IllegalArgumentException(
                "A contact is waited for from 1 to " + AWAIT_MILLIS_MAX + " milliseconds");
          }
          Contact contact = named(request.getContact());
          node.awaitReachable(contact, Duration.ofMillis(millis));
          return shown(contact);
        });
  }

  @Override
  public void listContactOffers(
      ListContactOffersRequest request, StreamObserver<ListContactOffersResponse> observer) {
    Answers.answer(
        observer,
        () -> {
          ContactBook book = overlay.contacts();
          List<Contact> asked =
              request.getContact().isEmpty() ? book.all() : List.of(named(request.getContact()));
          PeerNode.Offers found = node.offers(asked);
          ListContactOffersResponse.Builder answer = ListContactOffersResponse.newBuilder();
          found.offers().stream()
              .limit(OFFERS_SHOWN_MAX)
              .forEach(offer -> answer.addOffers(shown(offer)));
          asked.stream()
              .filter(contact -> !found.answered().contains(contact))
              .forEach(contact -> answer.addUnreachable(contact.name()));
          return answer.build();
        });
  }

  private static mutual.contracts.peer.v1.ContactOffer shown(ContactOffer offer) {
    return mutual.contracts.peer.v1.ContactOffer.newBuilder()
        .setContact(offer.contact().name())
        .setName(offer.name())
        .setLink(offer.link().toString())
        .setBytes(offer.bytes())
        .setFiles(offer.files())
        .setAddedMillis(offer.added().toEpochMilli())
        .build();
  }

  private mutual.contracts.peer.v1.Contact shown(Contact contact) {
    mutual.contracts.peer.v1.Contact.Builder shown =
        mutual.contracts.peer.v1.Contact.newBuilder()
            .setNodeId(contact.id().toString())
            .setName(contact.name())
            .addAllGroups(contact.groups())
            .setSinceMillis(contact.sinceMillis());
    overlay
        .links()
        .state(contact.id())
        .ifPresent(
            state -> {
              shown.setReachSinceMillis(state.since().toEpochMilli());
              switch (state) {
                case LinkState.Searching _ -> shown.setReach(Reach.REACH_SEARCHING);
                case LinkState.Reachable reachable ->
                    shown
                        .setReach(Reach.REACH_REACHABLE)
                        .setAddress(reachable.at().toString())
                        .setAddressSource(source(reachable.how()));
                case LinkState.Unreachable unreachable ->
                    shown.setReach(Reach.REACH_UNREACHABLE).setReason(unreachable.reason());
              }
            });
    return shown.build();
  }

  private static Source source(LinkState.Source how) {
    return switch (how) {
      case LAN -> Source.SOURCE_LAN;
      case RECORD -> Source.SOURCE_RECORD;
      case INVITATION -> Source.SOURCE_INVITATION;
    };
  }
}
