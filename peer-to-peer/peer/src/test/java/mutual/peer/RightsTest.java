package mutual.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import mutual.contracts.files.v1.ListOffersRequest;
import mutual.contracts.files.v1.OffersGrpc;
import mutual.contracts.peer.v1.AcceptInvitationRequest;
import mutual.contracts.peer.v1.ContactsGrpc;
import mutual.contracts.peer.v1.ControlContactsGrpc;
import mutual.contracts.peer.v1.ControlGrpc;
import mutual.contracts.peer.v1.ControlSharesGrpc;
import mutual.contracts.peer.v1.GetNodeRequest;
import mutual.contracts.peer.v1.GreetRequest;
import mutual.contracts.peer.v1.InviteRequest;
import mutual.contracts.peer.v1.ListContactsRequest;
import mutual.contracts.peer.v1.ListSharesRequest;
import mutual.middleware.Identity;
import mutual.middleware.NodeClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask a peer for what. */
final class RightsTest {
  @TempDir Path folder;

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal ->
                assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
  }

  private static void mayNotControl(NodeClient client, PeerNode peer) {
    refused(
        () ->
            client
                .stub(peer.id(), ControlGrpc::newBlockingStub)
                .getNode(GetNodeRequest.getDefaultInstance()));
    refused(
        () ->
            client
                .stub(peer.id(), ControlSharesGrpc::newBlockingStub)
                .listShares(ListSharesRequest.getDefaultInstance()));
    refused(
        () ->
            client
                .stub(peer.id(), ControlContactsGrpc::newBlockingStub)
                .listContacts(ListContactsRequest.getDefaultInstance()));
  }

  @Test
  void theOwnerControlsAndNothingElse() throws Exception {
    try (PeerNode peer = TestPeer.start(folder, "Ann");
        NodeClient owner = TestPeer.client(RunningPeer.owner(folder), peer)) {
      assertThat(
              owner
                  .stub(peer.id(), ControlGrpc::newBlockingStub)
                  .getNode(GetNodeRequest.getDefaultInstance())
                  .getNodeId())
          .isEqualTo(peer.id().toString());
      refused(
          () ->
              owner
                  .stub(peer.id(), OffersGrpc::newBlockingStub)
                  .listOffers(ListOffersRequest.getDefaultInstance()));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("control/identity.pem"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aContactAsksForOffersAndMayNotControl() throws Exception {
    try (PeerNode ann = TestPeer.start(folder.resolve("ann"), "Ann");
        PeerNode bob = TestPeer.start(folder.resolve("bob"), "Bob")) {
      TestPeer.introduce(ann, bob);
      NodeClient contact = bob.overlay().client();
      assertThat(
              contact
                  .stub(ann.id(), OffersGrpc::newBlockingStub)
                  .listOffers(ListOffersRequest.getDefaultInstance())
                  .getContentPort())
          .isEqualTo(ann.engine().port());
      mayNotControl(contact, ann);
    }
  }

  @Test
  void aStrangerMayOnlyAcceptAnInvitationWhileThereIsOne() throws Exception {
    try (PeerNode peer = TestPeer.start(folder, "Ann");
        NodeClient owner = TestPeer.client(RunningPeer.owner(folder), peer);
        NodeClient stranger = TestPeer.client(Identity.ephemeral(), peer)) {
      mayNotControl(stranger, peer);
      refused(
          () ->
              stranger
                  .stub(peer.id(), ContactsGrpc::newBlockingStub)
                  .acceptInvitation(AcceptInvitationRequest.getDefaultInstance()));
      assertThat(
              owner
                  .stub(peer.id(), ControlContactsGrpc::newBlockingStub)
                  .invite(InviteRequest.newBuilder().setValidSeconds(60).build())
                  .getLink())
          .startsWith("mutual:invite?");
      mayNotControl(stranger, peer);
      refused(
          () ->
              stranger
                  .stub(peer.id(), ContactsGrpc::newBlockingStub)
                  .greet(GreetRequest.getDefaultInstance()));
      assertThatThrownBy(
              () ->
                  stranger
                      .stub(peer.id(), ContactsGrpc::newBlockingStub)
                      .acceptInvitation(AcceptInvitationRequest.getDefaultInstance()))
          .as("it gets as far as the handler, with a secret that is none")
          .hasMessageContaining("secret");
    }
  }
}
