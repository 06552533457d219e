package mutual.bank;

import static mutual.bank.Wire.pin;
import static mutual.bank.Wire.putPin;
import static mutual.bank.Wire.uuid;

import java.util.UUID;
import mutual.bank.log.AuthoriseFromPartnerDecoder;
import mutual.bank.log.AuthoriseFromPartnerEncoder;
import mutual.bank.log.ConfirmFromPartnerDecoder;
import mutual.bank.log.ConfirmFromPartnerEncoder;
import mutual.bank.log.MessageHeaderDecoder;
import mutual.bank.log.MessageHeaderEncoder;
import mutual.bank.log.OfferFromPartnerDecoder;
import mutual.bank.log.OfferFromPartnerEncoder;
import mutual.bank.log.PartnerAnsweredDecoder;
import mutual.bank.log.PartnerAnsweredEncoder;
import mutual.bank.log.ReadBalanceForPartnerDecoder;
import mutual.bank.log.ReadBalanceForPartnerEncoder;
import mutual.bank.log.RequestUnansweredDecoder;
import mutual.bank.log.RequestUnansweredEncoder;
import mutual.bank.log.ReverseFromPartnerDecoder;
import mutual.bank.log.ReverseFromPartnerEncoder;
import mutual.bank.log.UuidEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/** Commands that other banks cause, by a message or an answer, as SBE messages. */
final class PartnerCommandCodec {
  private PartnerCommandCodec() {}

  static int encode(Command.FromPartner command, MutableDirectBuffer buffer) {
    MessageHeaderEncoder header = new MessageHeaderEncoder();
    String partner = command.partner();
    return switch (command.message()) {
      case PartnerMessage.Authorise m -> {
        AuthoriseFromPartnerEncoder to =
            new AuthoriseFromPartnerEncoder().wrapAndApplyHeader(buffer, 0, header);
        putUuid(to.id(), m.id());
        putPin(to.pin(), command.pin());
        to.hasPin((short) (command.pin() == null ? 0 : 1)).amount(m.amount()).fee(m.fee());
        to.partner(partner).card(m.card()).putSealedPin(m.sealedPin(), 0, m.sealedPin().length);
        yield to.currency(m.currency()).machine(m.machine()).limit();
      }
      case PartnerMessage.Confirm m -> {
        ConfirmFromPartnerEncoder to =
            new ConfirmFromPartnerEncoder().wrapAndApplyHeader(buffer, 0, header);
        putUuid(to.id(), m.id());
        to.dispensed(m.dispensed()).fee(m.fee());
        yield to.partner(partner).currency(m.currency()).limit();
      }
      case PartnerMessage.Reverse m -> {
        ReverseFromPartnerEncoder to =
            new ReverseFromPartnerEncoder().wrapAndApplyHeader(buffer, 0, header);
        putUuid(to.id(), m.id());
        yield to.partner(partner).limit();
      }
      case PartnerMessage.Offer m -> {
        OfferFromPartnerEncoder to =
            new OfferFromPartnerEncoder().wrapAndApplyHeader(buffer, 0, header);
        putUuid(to.id(), m.id());
        to.amount(m.amount());
        to.partner(partner).from(m.from()).to(m.to());
        yield to.currency(m.currency()).reference(m.reference()).limit();
      }
    };
  }

  static int encode(Command.ReadBalanceForPartner command, MutableDirectBuffer buffer) {
    ReadBalanceForPartnerEncoder to =
        new ReadBalanceForPartnerEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    putUuid(to.id(), command.id());
    putPin(to.pin(), command.pin());
    return to.partner(command.partner()).card(command.card()).limit();
  }

  static int encode(Command.PartnerAnswered command, MutableDirectBuffer buffer) {
    PartnerAnsweredEncoder to =
        new PartnerAnsweredEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    putUuid(to.exchange(), command.exchange());
    to.message((short) command.message().code());
    switch (command.answer()) {
      case PartnerAnswer.Yes yes ->
          to.yes((short) 1).available(yes.available()).refusal((short) 0).pinTriesLeft((byte) -1);
      case PartnerAnswer.No no ->
          to.yes((short) 0)
              .available(0)
              .refusal((short) no.refusal().code())
              .pinTriesLeft((byte) no.pinTriesLeft());
    }
    return to.limit();
  }

  static int encode(Command.RequestUnanswered command, MutableDirectBuffer buffer) {
    RequestUnansweredEncoder to =
        new RequestUnansweredEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    putUuid(to.exchange(), command.exchange());
    return to.limit();
  }

  static @Nullable Command decode(int template, DirectBuffer buffer, int offset) {
    MessageHeaderDecoder header = new MessageHeaderDecoder();
    return switch (template) {
      case AuthoriseFromPartnerDecoder.TEMPLATE_ID ->
          authorise(new AuthoriseFromPartnerDecoder().wrapAndApplyHeader(buffer, offset, header));
      case ConfirmFromPartnerDecoder.TEMPLATE_ID ->
          confirm(new ConfirmFromPartnerDecoder().wrapAndApplyHeader(buffer, offset, header));
      case ReverseFromPartnerDecoder.TEMPLATE_ID ->
          reverse(new ReverseFromPartnerDecoder().wrapAndApplyHeader(buffer, offset, header));
      case OfferFromPartnerDecoder.TEMPLATE_ID ->
          offer(new OfferFromPartnerDecoder().wrapAndApplyHeader(buffer, offset, header));
      case ReadBalanceForPartnerDecoder.TEMPLATE_ID ->
          balance(new ReadBalanceForPartnerDecoder().wrapAndApplyHeader(buffer, offset, header));
      case PartnerAnsweredDecoder.TEMPLATE_ID ->
          answered(new PartnerAnsweredDecoder().wrapAndApplyHeader(buffer, offset, header));
      case RequestUnansweredDecoder.TEMPLATE_ID ->
          new Command.RequestUnanswered(
              uuid(
                  new RequestUnansweredDecoder()
                      .wrapAndApplyHeader(buffer, offset, header)
                      .exchange()));
      default -> null;
    };
  }

  private static Command authorise(AuthoriseFromPartnerDecoder from) {
    UUID id = uuid(from.id());
    PinVerifier pin = from.hasPin() == 0 ? null : pin(from.pin());
    long amount = from.amount();
    long fee = from.fee();
    String partner = from.partner();
    String card = from.card();
    byte[] sealedPin = new byte[from.sealedPinLength()];
    from.getSealedPin(sealedPin, 0, sealedPin.length);
    String currency = from.currency();
    String machine = from.machine();
    return new Command.FromPartner(
        partner,
        new PartnerMessage.Authorise(id, card, sealedPin, amount, fee, currency, machine),
        pin);
  }

  private static Command confirm(ConfirmFromPartnerDecoder from) {
    UUID id = uuid(from.id());
    String partner = from.partner();
    String currency = from.currency();
    return new Command.FromPartner(
        partner, new PartnerMessage.Confirm(id, from.dispensed(), from.fee(), currency), null);
  }

  private static Command reverse(ReverseFromPartnerDecoder from) {
    UUID id = uuid(from.id());
    return new Command.FromPartner(from.partner(), new PartnerMessage.Reverse(id), null);
  }

  private static Command offer(OfferFromPartnerDecoder from) {
    UUID id = uuid(from.id());
    String partner = from.partner();
    String sender = from.from();
    String receiver = from.to();
    String currency = from.currency();
    String reference = from.reference();
    return new Command.FromPartner(
        partner,
        new PartnerMessage.Offer(id, sender, receiver, from.amount(), currency, reference),
        null);
  }

  private static Command balance(ReadBalanceForPartnerDecoder from) {
    UUID id = uuid(from.id());
    PinVerifier pin = pin(from.pin());
    String partner = from.partner();
    return new Command.ReadBalanceForPartner(id, partner, from.card(), pin);
  }

  private static Command answered(PartnerAnsweredDecoder from) {
    PartnerAnswer answer =
        from.yes() != 0
            ? new PartnerAnswer.Yes(from.available())
            : new PartnerAnswer.No(Refusal.ofCode(from.refusal()), from.pinTriesLeft());
    return new Command.PartnerAnswered(
        uuid(from.exchange()), PartnerMessage.Kind.ofCode(from.message()), answer);
  }

  private static void putUuid(UuidEncoder to, UUID id) {
    to.high(id.getMostSignificantBits()).low(id.getLeastSignificantBits());
  }
}
