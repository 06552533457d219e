package mutual.app.bank;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.contracts.bank.v1.AccountsGrpc;
import mutual.contracts.bank.v1.BankDescription;
import mutual.contracts.bank.v1.CardsGrpc;
import mutual.contracts.bank.v1.GetBankRequest;
import mutual.contracts.bank.v1.OperationsGrpc;
import mutual.contracts.bank.v1.TransfersGrpc;
import mutual.middleware.Directory;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeClient;
import org.jspecify.annotations.Nullable;

/** A conversation with the running bank of a data folder, in the bank's own name. */
final class BankSession implements AutoCloseable {
  private final Identity identity;
  private final NodeClient client;
  private @Nullable BankDescription description;

  private BankSession(Identity identity, NodeClient client) {
    this.identity = identity;
    this.client = client;
  }

  static BankSession open(Path folder) {
    Identity identity = identity(folder);
    NodeAddress address =
        RunningBank.load(folder)
            .map(running -> new NodeAddress(dialable(running.address()), running.nodePort()))
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "the bank in "
                            + folder
                            + " is not running; start it with: mutual bank serve --data "
                            + folder));
    Directory directory = Directory.inMemory();
    directory.put(identity.id(), List.of(address));
    return new BankSession(identity, NodeClient.builder(identity, directory).build());
  }

  /** The bank's identity; there must be one already. */
  static Identity identity(Path folder) {
    if (!Files.exists(folder.resolve(BankSettings.FILE))) {
      throw new CommandFailure(
          ExitCode.ENVIRONMENT,
          "no bank in " + folder + "; make one with: mutual bank init --data " + folder);
    }
    return Identity.loadOrCreate(folder);
  }

  /** An address to connect to, for one to listen at. */
  private static String dialable(String address) {
    return switch (address) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::", "0:0:0:0:0:0:0:0" -> "::1";
      default -> address;
    };
  }

  Identity identity() {
    return identity;
  }

  AccountsGrpc.AccountsBlockingStub accounts() {
    return client.stub(identity.id(), AccountsGrpc::newBlockingStub);
  }

  CardsGrpc.CardsBlockingStub cards() {
    return client.stub(identity.id(), CardsGrpc::newBlockingStub);
  }

  OperationsGrpc.OperationsBlockingStub operations() {
    return client.stub(identity.id(), OperationsGrpc::newBlockingStub);
  }

  TransfersGrpc.TransfersBlockingStub transfers() {
    return client.stub(identity.id(), TransfersGrpc::newBlockingStub);
  }

  String currency() {
    BankDescription known = description;
    if (known == null) {
      known = operations().getBank(GetBankRequest.getDefaultInstance());
      description = known;
    }
    return known.getCurrency();
  }

  @Override
  public void close() {
    client.close();
  }
}
