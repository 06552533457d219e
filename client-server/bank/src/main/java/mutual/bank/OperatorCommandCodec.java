package mutual.bank;

import static mutual.bank.Wire.pin;
import static mutual.bank.Wire.putPin;
import static mutual.bank.Wire.uuid;

import java.util.UUID;
import mutual.bank.log.AddMachineDecoder;
import mutual.bank.log.AddMachineEncoder;
import mutual.bank.log.AddPartnerDecoder;
import mutual.bank.log.AddPartnerEncoder;
import mutual.bank.log.BlockCardDecoder;
import mutual.bank.log.BlockCardEncoder;
import mutual.bank.log.CloseAccountDecoder;
import mutual.bank.log.CloseAccountEncoder;
import mutual.bank.log.CounterDepositDecoder;
import mutual.bank.log.CounterDepositEncoder;
import mutual.bank.log.FoundDecoder;
import mutual.bank.log.FoundEncoder;
import mutual.bank.log.FundVaultDecoder;
import mutual.bank.log.FundVaultEncoder;
import mutual.bank.log.IssueCardDecoder;
import mutual.bank.log.IssueCardEncoder;
import mutual.bank.log.LoadCashDecoder;
import mutual.bank.log.LoadCashEncoder;
import mutual.bank.log.MessageHeaderDecoder;
import mutual.bank.log.MessageHeaderEncoder;
import mutual.bank.log.OpenAccountDecoder;
import mutual.bank.log.OpenAccountEncoder;
import mutual.bank.log.OpenCustomerDecoder;
import mutual.bank.log.OpenCustomerEncoder;
import mutual.bank.log.PostingsProjectedDecoder;
import mutual.bank.log.PostingsProjectedEncoder;
import mutual.bank.log.ResolveExchangeDecoder;
import mutual.bank.log.ResolveExchangeEncoder;
import mutual.bank.log.SetPinDecoder;
import mutual.bank.log.SetPinEncoder;
import mutual.bank.log.TransferBatchDecoder;
import mutual.bank.log.TransferBatchEncoder;
import mutual.bank.log.TransferDecoder;
import mutual.bank.log.TransferEncoder;
import mutual.bank.log.UnblockCardDecoder;
import mutual.bank.log.UnblockCardEncoder;
import mutual.bank.log.UpdatePartnerDecoder;
import mutual.bank.log.UpdatePartnerEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/** Commands of operators, tellers and programs as SBE messages. */
final class OperatorCommandCodec {
  private OperatorCommandCodec() {}

  static int encode(Command.Found command, MutableDirectBuffer buffer) {
    FoundEncoder to = new FoundEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.foreignWithdrawal(command.fees().foreignWithdrawal());
    to.ownWithdrawal(command.fees().ownWithdrawal());
    to.dailyAmount(command.cardLimits().dailyAmount());
    to.dailyCount(command.cardLimits().dailyCount());
    to.bankCode(command.bankCode());
    to.cardPrefix(command.cardPrefix());
    to.currency(command.currency());
    return to.limit();
  }

  static int encode(Command.OpenCustomer command, MutableDirectBuffer buffer) {
    OpenCustomerEncoder to =
        new OpenCustomerEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    return to.limit();
  }

  static int encode(Command.OpenAccount command, MutableDirectBuffer buffer) {
    OpenAccountEncoder to =
        new OpenAccountEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    to.customer()
        .high(command.customer().getMostSignificantBits())
        .low(command.customer().getLeastSignificantBits());
    to.overdraft(command.overdraft());
    to.currency(command.currency());
    return to.limit();
  }

  static int encode(Command.CloseAccount command, MutableDirectBuffer buffer) {
    CloseAccountEncoder to =
        new CloseAccountEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.account(command.account());
    return to.limit();
  }

  static int encode(Command.IssueCard command, MutableDirectBuffer buffer) {
    IssueCardEncoder to =
        new IssueCardEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    to.expiresYearMonth(command.expiresYearMonth());
    to.dailyLimit(command.dailyLimit());
    to.dailyCount(command.dailyCount());
    to.account(command.account());
    return to.limit();
  }

  static int encode(Command.SetPin command, MutableDirectBuffer buffer) {
    SetPinEncoder to =
        new SetPinEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    putPin(to.verifier(), command.verifier());
    to.card(command.card());
    return to.limit();
  }

  static int encode(Command.BlockCard command, MutableDirectBuffer buffer) {
    BlockCardEncoder to =
        new BlockCardEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.card(command.card());
    return to.limit();
  }

  static int encode(Command.UnblockCard command, MutableDirectBuffer buffer) {
    UnblockCardEncoder to =
        new UnblockCardEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.card(command.card());
    return to.limit();
  }

  static int encode(Command.AddMachine command, MutableDirectBuffer buffer) {
    AddMachineEncoder to =
        new AddMachineEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.machine(command.machine());
    to.putNodeId(command.nodeId(), 0, command.nodeId().length);
    return to.limit();
  }

  static int encode(Command.LoadCash command, MutableDirectBuffer buffer) {
    LoadCashEncoder to =
        new LoadCashEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    to.amount(command.amount());
    to.machine(command.machine());
    return to.limit();
  }

  static int encode(Command.FundVault command, MutableDirectBuffer buffer) {
    FundVaultEncoder to =
        new FundVaultEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    to.amount(command.amount());
    return to.limit();
  }

  static int encode(Command.AddPartner command, MutableDirectBuffer buffer) {
    AddPartnerEncoder to =
        new AddPartnerEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.netDebitCap(command.netDebitCap());
    to.bankCode(command.bankCode());
    to.putNodeId(command.nodeId(), 0, command.nodeId().length);
    to.cardPrefix(command.cardPrefix());
    return to.limit();
  }

  static int encode(Command.UpdatePartner command, MutableDirectBuffer buffer) {
    UpdatePartnerEncoder to =
        new UpdatePartnerEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.netDebitCap(command.netDebitCap());
    to.suspended((short) (command.suspended() ? 1 : 0));
    to.bankCode(command.bankCode());
    return to.limit();
  }

  static int encode(Command.CounterDeposit command, MutableDirectBuffer buffer) {
    CounterDepositEncoder to =
        new CounterDepositEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    to.amount(command.amount());
    to.account(command.account());
    to.currency(command.currency());
    to.reference(command.reference());
    return to.limit();
  }

  static int encode(Command.Transfer command, MutableDirectBuffer buffer) {
    TransferEncoder to =
        new TransferEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    to.amount(command.amount());
    to.from(command.from());
    to.to(command.to());
    to.currency(command.currency());
    to.reference(command.reference());
    return to.limit();
  }

  static int encode(Command.TransferBatch command, MutableDirectBuffer buffer) {
    TransferBatchEncoder to =
        new TransferBatchEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.putTransfers(command.transfers(), 0, command.transfers().length);
    return to.limit();
  }

  static int encode(Command.ResolveExchange command, MutableDirectBuffer buffer) {
    ResolveExchangeEncoder to =
        new ResolveExchangeEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    to.dispensed(command.dispensed());
    return to.limit();
  }

  static int encode(Command.PostingsProjected command, MutableDirectBuffer buffer) {
    PostingsProjectedEncoder to =
        new PostingsProjectedEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.upTo(command.upTo());
    return to.limit();
  }

  static @Nullable Command decode(int template, DirectBuffer buffer, int offset) {
    MessageHeaderDecoder header = new MessageHeaderDecoder();
    return switch (template) {
      case FoundDecoder.TEMPLATE_ID ->
          found(new FoundDecoder().wrapAndApplyHeader(buffer, offset, header));
      case OpenCustomerDecoder.TEMPLATE_ID ->
          openCustomer(new OpenCustomerDecoder().wrapAndApplyHeader(buffer, offset, header));
      case OpenAccountDecoder.TEMPLATE_ID ->
          openAccount(new OpenAccountDecoder().wrapAndApplyHeader(buffer, offset, header));
      case CloseAccountDecoder.TEMPLATE_ID ->
          closeAccount(new CloseAccountDecoder().wrapAndApplyHeader(buffer, offset, header));
      case IssueCardDecoder.TEMPLATE_ID ->
          issueCard(new IssueCardDecoder().wrapAndApplyHeader(buffer, offset, header));
      case SetPinDecoder.TEMPLATE_ID ->
          setPin(new SetPinDecoder().wrapAndApplyHeader(buffer, offset, header));
      case BlockCardDecoder.TEMPLATE_ID ->
          blockCard(new BlockCardDecoder().wrapAndApplyHeader(buffer, offset, header));
      case UnblockCardDecoder.TEMPLATE_ID ->
          unblockCard(new UnblockCardDecoder().wrapAndApplyHeader(buffer, offset, header));
      case AddMachineDecoder.TEMPLATE_ID ->
          addMachine(new AddMachineDecoder().wrapAndApplyHeader(buffer, offset, header));
      case LoadCashDecoder.TEMPLATE_ID ->
          loadCash(new LoadCashDecoder().wrapAndApplyHeader(buffer, offset, header));
      case FundVaultDecoder.TEMPLATE_ID ->
          fundVault(new FundVaultDecoder().wrapAndApplyHeader(buffer, offset, header));
      case AddPartnerDecoder.TEMPLATE_ID ->
          addPartner(new AddPartnerDecoder().wrapAndApplyHeader(buffer, offset, header));
      case UpdatePartnerDecoder.TEMPLATE_ID ->
          updatePartner(new UpdatePartnerDecoder().wrapAndApplyHeader(buffer, offset, header));
      case CounterDepositDecoder.TEMPLATE_ID ->
          counterDeposit(new CounterDepositDecoder().wrapAndApplyHeader(buffer, offset, header));
      case TransferDecoder.TEMPLATE_ID ->
          transfer(new TransferDecoder().wrapAndApplyHeader(buffer, offset, header));
      case TransferBatchDecoder.TEMPLATE_ID ->
          transferBatch(new TransferBatchDecoder().wrapAndApplyHeader(buffer, offset, header));
      case ResolveExchangeDecoder.TEMPLATE_ID ->
          resolveExchange(new ResolveExchangeDecoder().wrapAndApplyHeader(buffer, offset, header));
      case PostingsProjectedDecoder.TEMPLATE_ID ->
          postingsProjected(
              new PostingsProjectedDecoder().wrapAndApplyHeader(buffer, offset, header));
      default -> null;
    };
  }

  private static Command found(FoundDecoder from) {
    long foreignWithdrawal = from.foreignWithdrawal();
    long ownWithdrawal = from.ownWithdrawal();
    long dailyAmount = from.dailyAmount();
    int dailyCount = from.dailyCount();
    String bankCode = from.bankCode();
    String cardPrefix = from.cardPrefix();
    String currency = from.currency();
    return new Command.Found(
        bankCode,
        cardPrefix,
        currency,
        new FeeSchedule(foreignWithdrawal, ownWithdrawal),
        new CardLimits(dailyAmount, dailyCount));
  }

  private static Command openCustomer(OpenCustomerDecoder from) {
    UUID id = uuid(from.id());
    return new Command.OpenCustomer(id);
  }

  private static Command openAccount(OpenAccountDecoder from) {
    UUID id = uuid(from.id());
    UUID customer = uuid(from.customer());
    long overdraft = from.overdraft();
    String currency = from.currency();
    return new Command.OpenAccount(id, customer, currency, overdraft);
  }

  private static Command closeAccount(CloseAccountDecoder from) {
    String account = from.account();
    return new Command.CloseAccount(account);
  }

  private static Command issueCard(IssueCardDecoder from) {
    UUID id = uuid(from.id());
    int expiresYearMonth = from.expiresYearMonth();
    long dailyLimit = from.dailyLimit();
    int dailyCount = from.dailyCount();
    String account = from.account();
    return new Command.IssueCard(id, account, expiresYearMonth, dailyLimit, dailyCount);
  }

  private static Command setPin(SetPinDecoder from) {
    PinVerifier verifier = pin(from.verifier());
    String card = from.card();
    return new Command.SetPin(card, verifier);
  }

  private static Command blockCard(BlockCardDecoder from) {
    String card = from.card();
    return new Command.BlockCard(card);
  }

  private static Command unblockCard(UnblockCardDecoder from) {
    String card = from.card();
    return new Command.UnblockCard(card);
  }

  private static Command addMachine(AddMachineDecoder from) {
    String machine = from.machine();
    byte[] nodeId = new byte[from.nodeIdLength()];
    from.getNodeId(nodeId, 0, nodeId.length);
    return new Command.AddMachine(machine, nodeId);
  }

  private static Command loadCash(LoadCashDecoder from) {
    UUID id = uuid(from.id());
    long amount = from.amount();
    String machine = from.machine();
    return new Command.LoadCash(id, machine, amount);
  }

  private static Command fundVault(FundVaultDecoder from) {
    UUID id = uuid(from.id());
    long amount = from.amount();
    return new Command.FundVault(id, amount);
  }

  private static Command addPartner(AddPartnerDecoder from) {
    long netDebitCap = from.netDebitCap();
    String bankCode = from.bankCode();
    byte[] nodeId = new byte[from.nodeIdLength()];
    from.getNodeId(nodeId, 0, nodeId.length);
    String cardPrefix = from.cardPrefix();
    return new Command.AddPartner(bankCode, nodeId, cardPrefix, netDebitCap);
  }

  private static Command updatePartner(UpdatePartnerDecoder from) {
    long netDebitCap = from.netDebitCap();
    boolean suspended = from.suspended() != 0;
    String bankCode = from.bankCode();
    return new Command.UpdatePartner(bankCode, netDebitCap, suspended);
  }

  private static Command counterDeposit(CounterDepositDecoder from) {
    UUID id = uuid(from.id());
    long amount = from.amount();
    String account = from.account();
    String currency = from.currency();
    String reference = from.reference();
    return new Command.CounterDeposit(id, account, amount, currency, reference);
  }

  private static Command transfer(TransferDecoder from) {
    UUID id = uuid(from.id());
    long amount = from.amount();
    String source = from.from();
    String to = from.to();
    String currency = from.currency();
    String reference = from.reference();
    return new Command.Transfer(id, source, to, amount, currency, reference);
  }

  private static Command transferBatch(TransferBatchDecoder from) {
    byte[] transfers = new byte[from.transfersLength()];
    from.getTransfers(transfers, 0, transfers.length);
    return new Command.TransferBatch(transfers);
  }

  private static Command resolveExchange(ResolveExchangeDecoder from) {
    UUID id = uuid(from.id());
    long dispensed = from.dispensed();
    return new Command.ResolveExchange(id, dispensed);
  }

  private static Command postingsProjected(PostingsProjectedDecoder from) {
    long upTo = from.upTo();
    return new Command.PostingsProjected(upTo);
  }
}
