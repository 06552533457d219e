package mutual.bankserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import mutual.contracts.bank.v1.AccountsGrpc;
import mutual.contracts.bank.v1.CardsGrpc;
import mutual.contracts.bank.v1.CreateTransferRequest;
import mutual.contracts.bank.v1.GetBankRequest;
import mutual.contracts.bank.v1.GrantClientRequest;
import mutual.contracts.bank.v1.ListAccountsRequest;
import mutual.contracts.bank.v1.ListCardsRequest;
import mutual.contracts.bank.v1.ListMachinesRequest;
import mutual.contracts.bank.v1.OperationsGrpc;
import mutual.contracts.bank.v1.TransfersGrpc;
import mutual.contracts.interbank.v1.DescribeRequest;
import mutual.contracts.interbank.v1.InterbankGrpc;
import mutual.middleware.Directory;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, and how far. */
final class RightsTest {
  @TempDir static Path folder;
  private static TestTown town;

  @BeforeAll
  static void open() {
    town = new TestTown(folder);
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void everyMethodNeedsARight() {
    for (ServiceDescriptor service :
        List.of(
            AccountsGrpc.getServiceDescriptor(),
            TransfersGrpc.getServiceDescriptor(),
            CardsGrpc.getServiceDescriptor(),
            OperationsGrpc.getServiceDescriptor())) {
      for (MethodDescriptor<?, ?> method : service.getMethods()) {
        assertThat(BankAccess.RIGHTS_OF_METHODS).containsKey(method.getFullMethodName());
      }
    }
  }

  @Test
  void aStrangerIsRefusedEverywhere() {
    try (Program stranger = new Program()) {
      refused(() -> stranger.accounts().listAccounts(ListAccountsRequest.getDefaultInstance()));
      refused(() -> stranger.operations().getBank(GetBankRequest.getDefaultInstance()));
      refused(() -> stranger.interbank().describe(DescribeRequest.getDefaultInstance()));
    }
  }

  @Test
  void anUnknownMachineIsRefused() {
    try (TestMachine unknown = new TestMachine(town.north)) {
      refused(() -> unknown.identify(town.northCard));
    }
  }

  @Test
  void aMachineMayDoMachinesWorkOnly() {
    NodeClient machine = town.northMachine.client();
    refused(
        () ->
            machine
                .stub(town.north.nodeId(), AccountsGrpc::newBlockingStub)
                .listAccounts(ListAccountsRequest.getDefaultInstance()));
    refused(
        () ->
            machine
                .stub(town.north.nodeId(), InterbankGrpc::newBlockingStub)
                .describe(DescribeRequest.getDefaultInstance()));
  }

  @Test
  void aProgramMayDoWhatItWasGivenTheRightTo() {
    try (Program reader = new Program()) {
      var _ =
          town.north
              .office()
              .grantClient(reader.identity.id(), "reader", Set.of(Right.ACCOUNTS_READ));
      assertThat(
              reader
                  .accounts()
                  .listAccounts(ListAccountsRequest.getDefaultInstance())
                  .getAccountsList())
          .isNotEmpty();
      assertThat(reader.operations().getBank(GetBankRequest.getDefaultInstance()).getCode())
          .isEqualTo("NORT");
      refused(
          () ->
              reader
                  .stub(TransfersGrpc.newBlockingStub(reader.channel()))
                  .createTransfer(CreateTransferRequest.getDefaultInstance()));
      refused(
          () ->
              reader
                  .stub(CardsGrpc.newBlockingStub(reader.channel()))
                  .listCards(ListCardsRequest.getDefaultInstance()));
      refused(() -> reader.operations().listMachines(ListMachinesRequest.getDefaultInstance()));
      refused(() -> reader.operations().grantClient(GrantClientRequest.getDefaultInstance()));

      var _ = town.north.office().grantClient(reader.identity.id(), "reader", Set.of());
      refused(() -> reader.accounts().listAccounts(ListAccountsRequest.getDefaultInstance()));
    }
  }

  @Test
  void theBankItselfMayAdministerItself() {
    try (Program self = new Program(town.north.identity())) {
      assertThat(
              self.operations()
                  .listMachines(ListMachinesRequest.getDefaultInstance())
                  .getMachinesList())
          .isNotEmpty();
    }
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e ->
                assertThat(e.getStatus().getCode())
                    .isIn(Status.Code.PERMISSION_DENIED, Status.Code.UNAUTHENTICATED));
  }

  /** A program with a key of its own. */
  private static final class Program implements AutoCloseable {
    final Identity identity;
    private final NodeClient client;

    Program() {
      this(Identity.ephemeral());
    }

    Program(Identity identity) {
      this.identity = identity;
      Directory directory = Directory.inMemory();
      directory.put(
          town.north.nodeId(), List.of(new NodeAddress("127.0.0.1", town.north.nodePort())));
      client = NodeClient.builder(identity, directory).build();
    }

    io.grpc.Channel channel() {
      return client.channel(town.north.nodeId());
    }

    <S> S stub(S stub) {
      return stub;
    }

    AccountsGrpc.AccountsBlockingStub accounts() {
      return client.stub(town.north.nodeId(), AccountsGrpc::newBlockingStub);
    }

    OperationsGrpc.OperationsBlockingStub operations() {
      return client.stub(town.north.nodeId(), OperationsGrpc::newBlockingStub);
    }

    InterbankGrpc.InterbankBlockingStub interbank() {
      return client.stub(town.north.nodeId(), InterbankGrpc::newBlockingStub);
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
