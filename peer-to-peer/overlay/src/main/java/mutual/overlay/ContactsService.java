package mutual.overlay;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.Optional;
import mutual.contracts.peer.v1.AcceptInvitationRequest;
import mutual.contracts.peer.v1.AcceptInvitationResponse;
import mutual.contracts.peer.v1.ContactsGrpc;
import mutual.contracts.peer.v1.GreetRequest;
import mutual.contracts.peer.v1.GreetResponse;
import mutual.contracts.peer.v1.SignedAddresses;
import mutual.middleware.Caller;
import mutual.middleware.NodeId;
import mutual.overlay.bencode.BString;

/** What other peers ask of this one about contacts. */
final class ContactsService extends ContactsGrpc.ContactsImplBase {
  static final String ACCEPT_INVITATION = "mutual.peer.v1.Contacts/AcceptInvitation";

  private final ContactBook contacts;
  private final InvitationBook invitations;
  private final OwnAddresses own;
  private final PeerLinks links;
  private final Clock clock;

  ContactsService(
      ContactBook contacts,
      InvitationBook invitations,
      OwnAddresses own,
      PeerLinks links,
      Clock clock) {
    this.contacts = contacts;
    this.invitations = invitations;
    this.own = own;
    this.links = links;
    this.clock = clock;
  }

  @Override
  public void acceptInvitation(
      AcceptInvitationRequest request, StreamObserver<AcceptInvitationResponse> observer) {
    NodeId caller = Caller.current();
    if (request.getSecret().size() != Invitation.SECRET_BYTES) {
      observer.onError(
          Status.INVALID_ARGUMENT
              .withDescription("An invitation's secret has 16 bytes")
              .asRuntimeException());
      return;
    }
    InvitationBook.Use use = invitations.use(BString.of(request.getSecret().toByteArray()), caller);
    switch (use.outcome()) {
      case UNKNOWN -> refuse(observer, Status.NOT_FOUND, "This invitation is not known here");
      case EXPIRED -> refuse(observer, Status.FAILED_PRECONDITION, "This invitation has expired");
      case USED ->
          refuse(observer, Status.FAILED_PRECONDITION, "This invitation has been used already");
      case ACCEPTED -> {
        Contact _ =
            contacts.add(
                caller, use.name().orElse(request.getName()), use.groups(), clock.millis());
        take(request.getAddresses(), caller);
        observer.onNext(
            AcceptInvitationResponse.newBuilder()
                .setName(own.name())
                .setAddresses(own.current().signed())
                .build());
        observer.onCompleted();
      }
    }
  }

  private static void refuse(StreamObserver<?> observer, Status status, String reason) {
    observer.onError(status.withDescription(reason).asRuntimeException());
  }

  @Override
  public void greet(GreetRequest request, StreamObserver<GreetResponse> observer) {
    NodeId caller = Caller.current();
    if (contacts.find(caller).isEmpty()) {
      refuse(observer, Status.PERMISSION_DENIED, "You are not a contact of this peer");
      return;
    }
    GreetResponse.Builder answer = GreetResponse.newBuilder().setAddresses(own.current().signed());
    // What was heard before this call: with another instance in it, the key is in use twice.
    Optional<AddressRecord> before = links.record(caller);
    before.ifPresent(record -> answer.setAddressesOfCaller(record.signed()));
    take(request.getAddresses(), caller);
    observer.onNext(answer.build());
    observer.onCompleted();
  }

  private void take(SignedAddresses signed, NodeId caller) {
    AddressRecord.read(signed)
        .filter(record -> record.node().equals(caller))
        .ifPresent(links::heard);
  }
}
