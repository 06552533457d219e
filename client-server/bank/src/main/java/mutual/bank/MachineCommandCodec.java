package mutual.bank;

import static mutual.bank.Wire.absentIfEmpty;
import static mutual.bank.Wire.pin;
import static mutual.bank.Wire.putPin;
import static mutual.bank.Wire.uuid;

import java.util.UUID;
import mutual.bank.log.CardTransferDecoder;
import mutual.bank.log.CardTransferEncoder;
import mutual.bank.log.ChangePinDecoder;
import mutual.bank.log.ChangePinEncoder;
import mutual.bank.log.ConfirmWithdrawalDecoder;
import mutual.bank.log.ConfirmWithdrawalEncoder;
import mutual.bank.log.DepositDecoder;
import mutual.bank.log.DepositEncoder;
import mutual.bank.log.MessageHeaderDecoder;
import mutual.bank.log.MessageHeaderEncoder;
import mutual.bank.log.ReadAccountsDecoder;
import mutual.bank.log.ReadAccountsEncoder;
import mutual.bank.log.ReadBalanceDecoder;
import mutual.bank.log.ReadBalanceEncoder;
import mutual.bank.log.ReverseWithdrawalDecoder;
import mutual.bank.log.ReverseWithdrawalEncoder;
import mutual.bank.log.WithdrawDecoder;
import mutual.bank.log.WithdrawEncoder;
import mutual.bank.log.WithdrawForeignDecoder;
import mutual.bank.log.WithdrawForeignEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/** Commands of cash machines as SBE messages. */
final class MachineCommandCodec {
  private MachineCommandCodec() {}

  static int encode(Command.ReadBalance command, MutableDirectBuffer buffer) {
    ReadBalanceEncoder to =
        new ReadBalanceEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    putPin(to.pin(), command.pin());
    to.machine(command.machine());
    to.card(command.card());
    to.account(command.account() == null ? "" : command.account());
    return to.limit();
  }

  static int encode(Command.ReadAccounts command, MutableDirectBuffer buffer) {
    ReadAccountsEncoder to =
        new ReadAccountsEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    putPin(to.pin(), command.pin());
    to.machine(command.machine());
    to.card(command.card());
    return to.limit();
  }

  static int encode(Command.ChangePin command, MutableDirectBuffer buffer) {
    ChangePinEncoder to =
        new ChangePinEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    putPin(to.pin(), command.pin());
    putPin(to.newPin(), command.newPin());
    to.machine(command.machine());
    to.card(command.card());
    return to.limit();
  }

  static int encode(Command.Deposit command, MutableDirectBuffer buffer) {
    DepositEncoder to =
        new DepositEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    putPin(to.pin(), command.pin());
    to.amount(command.amount());
    to.machine(command.machine());
    to.card(command.card());
    to.currency(command.currency());
    to.account(command.account() == null ? "" : command.account());
    return to.limit();
  }

  static int encode(Command.CardTransfer command, MutableDirectBuffer buffer) {
    CardTransferEncoder to =
        new CardTransferEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    putPin(to.pin(), command.pin());
    to.amount(command.amount());
    to.machine(command.machine());
    to.card(command.card());
    to.from(command.from() == null ? "" : command.from());
    to.to(command.to());
    to.currency(command.currency());
    to.reference(command.reference());
    return to.limit();
  }

  static int encode(Command.Withdraw command, MutableDirectBuffer buffer) {
    WithdrawEncoder to =
        new WithdrawEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    putPin(to.pin(), command.pin());
    to.amount(command.amount());
    to.acceptedFee(command.acceptedFee());
    to.machine(command.machine());
    to.card(command.card());
    to.currency(command.currency());
    return to.limit();
  }

  static int encode(Command.WithdrawForeign command, MutableDirectBuffer buffer) {
    WithdrawForeignEncoder to =
        new WithdrawForeignEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    to.amount(command.amount());
    to.acceptedFee(command.acceptedFee());
    to.machine(command.machine());
    to.card(command.card());
    to.putSealedPin(command.sealedPin(), 0, command.sealedPin().length);
    to.currency(command.currency());
    return to.limit();
  }

  static int encode(Command.ConfirmWithdrawal command, MutableDirectBuffer buffer) {
    ConfirmWithdrawalEncoder to =
        new ConfirmWithdrawalEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    to.dispensed(command.dispensed());
    to.machine(command.machine());
    return to.limit();
  }

  static int encode(Command.ReverseWithdrawal command, MutableDirectBuffer buffer) {
    ReverseWithdrawalEncoder to =
        new ReverseWithdrawalEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    to.id().high(command.id().getMostSignificantBits()).low(command.id().getLeastSignificantBits());
    to.machine(command.machine());
    return to.limit();
  }

  static @Nullable Command decode(int template, DirectBuffer buffer, int offset) {
    MessageHeaderDecoder header = new MessageHeaderDecoder();
    return switch (template) {
      case ReadBalanceDecoder.TEMPLATE_ID ->
          readBalance(new ReadBalanceDecoder().wrapAndApplyHeader(buffer, offset, header));
      case ReadAccountsDecoder.TEMPLATE_ID ->
          readAccounts(new ReadAccountsDecoder().wrapAndApplyHeader(buffer, offset, header));
      case ChangePinDecoder.TEMPLATE_ID ->
          changePin(new ChangePinDecoder().wrapAndApplyHeader(buffer, offset, header));
      case DepositDecoder.TEMPLATE_ID ->
          deposit(new DepositDecoder().wrapAndApplyHeader(buffer, offset, header));
      case CardTransferDecoder.TEMPLATE_ID ->
          cardTransfer(new CardTransferDecoder().wrapAndApplyHeader(buffer, offset, header));
      case WithdrawDecoder.TEMPLATE_ID ->
          withdraw(new WithdrawDecoder().wrapAndApplyHeader(buffer, offset, header));
      case WithdrawForeignDecoder.TEMPLATE_ID ->
          withdrawForeign(new WithdrawForeignDecoder().wrapAndApplyHeader(buffer, offset, header));
      case ConfirmWithdrawalDecoder.TEMPLATE_ID ->
          confirmWithdrawal(
              new ConfirmWithdrawalDecoder().wrapAndApplyHeader(buffer, offset, header));
      case ReverseWithdrawalDecoder.TEMPLATE_ID ->
          reverseWithdrawal(
              new ReverseWithdrawalDecoder().wrapAndApplyHeader(buffer, offset, header));
      default -> null;
    };
  }

  private static Command readBalance(ReadBalanceDecoder from) {
    UUID id = uuid(from.id());
    PinVerifier pin = pin(from.pin());
    String machine = from.machine();
    String card = from.card();
    String account = from.account();
    return new Command.ReadBalance(id, machine, card, pin, absentIfEmpty(account));
  }

  private static Command readAccounts(ReadAccountsDecoder from) {
    UUID id = uuid(from.id());
    PinVerifier pin = pin(from.pin());
    String machine = from.machine();
    String card = from.card();
    return new Command.ReadAccounts(id, machine, card, pin);
  }

  private static Command changePin(ChangePinDecoder from) {
    UUID id = uuid(from.id());
    PinVerifier pin = pin(from.pin());
    PinVerifier newPin = pin(from.newPin());
    String machine = from.machine();
    String card = from.card();
    return new Command.ChangePin(id, machine, card, pin, newPin);
  }

  private static Command deposit(DepositDecoder from) {
    UUID id = uuid(from.id());
    PinVerifier pin = pin(from.pin());
    long amount = from.amount();
    String machine = from.machine();
    String card = from.card();
    String currency = from.currency();
    String account = from.account();
    return new Command.Deposit(id, machine, card, pin, amount, currency, absentIfEmpty(account));
  }

  private static Command cardTransfer(CardTransferDecoder from) {
    UUID id = uuid(from.id());
    PinVerifier pin = pin(from.pin());
    long amount = from.amount();
    String machine = from.machine();
    String card = from.card();
    String source = from.from();
    String to = from.to();
    String currency = from.currency();
    String reference = from.reference();
    return new Command.CardTransfer(
        id, machine, card, pin, absentIfEmpty(source), to, amount, currency, reference);
  }

  private static Command withdraw(WithdrawDecoder from) {
    UUID id = uuid(from.id());
    PinVerifier pin = pin(from.pin());
    long amount = from.amount();
    long acceptedFee = from.acceptedFee();
    String machine = from.machine();
    String card = from.card();
    String currency = from.currency();
    return new Command.Withdraw(id, machine, card, pin, amount, currency, acceptedFee);
  }

  private static Command withdrawForeign(WithdrawForeignDecoder from) {
    UUID id = uuid(from.id());
    long amount = from.amount();
    long acceptedFee = from.acceptedFee();
    String machine = from.machine();
    String card = from.card();
    byte[] sealedPin = new byte[from.sealedPinLength()];
    from.getSealedPin(sealedPin, 0, sealedPin.length);
    String currency = from.currency();
    return new Command.WithdrawForeign(id, machine, card, sealedPin, amount, currency, acceptedFee);
  }

  private static Command confirmWithdrawal(ConfirmWithdrawalDecoder from) {
    UUID id = uuid(from.id());
    long dispensed = from.dispensed();
    String machine = from.machine();
    return new Command.ConfirmWithdrawal(id, machine, dispensed);
  }

  private static Command reverseWithdrawal(ReverseWithdrawalDecoder from) {
    UUID id = uuid(from.id());
    String machine = from.machine();
    return new Command.ReverseWithdrawal(id, machine);
  }
}
