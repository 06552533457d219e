package mutual.bank;

import java.util.Arrays;
import mutual.bank.log.MessageHeaderDecoder;
import mutual.bank.log.TransferBatchDecoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Commands as SBE messages, the form in which they stand in the log (schema bank-log.xml). Whatever
 * {@link #encode} gives, {@link #decode} reads back; bytes of any other origin are a bug, and stop
 * with an {@link IllegalArgumentException}.
 */
public final class CommandCodec {
  private static final int INITIAL_BYTES = 512;

  private CommandCodec() {}

  public static byte[] encode(Command command) {
    int capacity =
        command instanceof Command.TransferBatch batch
            ? batch.transfers().length + INITIAL_BYTES
            : INITIAL_BYTES;
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(capacity);
    int length =
        switch (command) {
          case Command.Found c -> OperatorCommandCodec.encode(c, buffer);
          case Command.OpenCustomer c -> OperatorCommandCodec.encode(c, buffer);
          case Command.OpenAccount c -> OperatorCommandCodec.encode(c, buffer);
          case Command.CloseAccount c -> OperatorCommandCodec.encode(c, buffer);
          case Command.IssueCard c -> OperatorCommandCodec.encode(c, buffer);
          case Command.SetPin c -> OperatorCommandCodec.encode(c, buffer);
          case Command.BlockCard c -> OperatorCommandCodec.encode(c, buffer);
          case Command.UnblockCard c -> OperatorCommandCodec.encode(c, buffer);
          case Command.AddMachine c -> OperatorCommandCodec.encode(c, buffer);
          case Command.LoadCash c -> OperatorCommandCodec.encode(c, buffer);
          case Command.FundVault c -> OperatorCommandCodec.encode(c, buffer);
          case Command.AddPartner c -> OperatorCommandCodec.encode(c, buffer);
          case Command.UpdatePartner c -> OperatorCommandCodec.encode(c, buffer);
          case Command.CounterDeposit c -> OperatorCommandCodec.encode(c, buffer);
          case Command.Transfer c -> OperatorCommandCodec.encode(c, buffer);
          case Command.TransferBatch c -> OperatorCommandCodec.encode(c, buffer);
          case Command.ResolveExchange c -> OperatorCommandCodec.encode(c, buffer);
          case Command.PostingsProjected c -> OperatorCommandCodec.encode(c, buffer);
          case Command.ReadBalance c -> MachineCommandCodec.encode(c, buffer);
          case Command.ReadAccounts c -> MachineCommandCodec.encode(c, buffer);
          case Command.ChangePin c -> MachineCommandCodec.encode(c, buffer);
          case Command.Deposit c -> MachineCommandCodec.encode(c, buffer);
          case Command.CardTransfer c -> MachineCommandCodec.encode(c, buffer);
          case Command.Withdraw c -> MachineCommandCodec.encode(c, buffer);
          case Command.WithdrawForeign c -> MachineCommandCodec.encode(c, buffer);
          case Command.ConfirmWithdrawal c -> MachineCommandCodec.encode(c, buffer);
          case Command.ReverseWithdrawal c -> MachineCommandCodec.encode(c, buffer);
          case Command.FromPartner c -> PartnerCommandCodec.encode(c, buffer);
          case Command.ReadBalanceForPartner c -> PartnerCommandCodec.encode(c, buffer);
          case Command.PartnerAnswered c -> PartnerCommandCodec.encode(c, buffer);
          case Command.RequestUnanswered c -> PartnerCommandCodec.encode(c, buffer);
        };
    return Arrays.copyOf(buffer.byteArray(), length);
  }

  public static Command decode(byte[] command) {
    return decode(new UnsafeBuffer(command), 0, command.length);
  }

  static Command decode(DirectBuffer buffer, int offset, int length) {
    int template = template(buffer, offset, length);
    Command command = OperatorCommandCodec.decode(template, buffer, offset);
    if (command == null) {
      command = MachineCommandCodec.decode(template, buffer, offset);
    }
    if (command == null) {
      command = PartnerCommandCodec.decode(template, buffer, offset);
    }
    if (command == null) {
      throw new IllegalArgumentException("unknown command " + template);
    }
    return command;
  }

  /** True for a {@link Command.TransferBatch}, which is applied where it stands. */
  static boolean isTransferBatch(DirectBuffer buffer, int offset, int length) {
    return template(buffer, offset, length) == TransferBatchDecoder.TEMPLATE_ID;
  }

  private static int template(DirectBuffer buffer, int offset, int length) {
    MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
    if (length < MessageHeaderDecoder.ENCODED_LENGTH
        || header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || header.version() > MessageHeaderDecoder.SCHEMA_VERSION) {
      throw new IllegalArgumentException("not a command of a bank, or of a newer version");
    }
    return header.templateId();
  }
}
