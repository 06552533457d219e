package mutual.bankserver;

import com.google.protobuf.InvalidProtocolBufferException;
import mutual.bank.PartnerAnswer;
import mutual.bank.PartnerMessage;
import mutual.bank.Refusal;
import mutual.contracts.bank.v1.SealedPin;
import mutual.contracts.interbank.v1.AuthoriseRequest;
import mutual.contracts.interbank.v1.AuthoriseResponse;
import mutual.contracts.interbank.v1.ConfirmRequest;
import mutual.contracts.interbank.v1.InterbankGrpc.InterbankBlockingStub;
import mutual.contracts.interbank.v1.OfferTransferRequest;
import mutual.contracts.interbank.v1.ReverseRequest;

/** The core's messages to partners, as calls of the interbank service. */
final class InterbankWire {
  private InterbankWire() {}

  /** Sends the message and gives the answer; an answer that is not understood is none. */
  static PartnerAnswer ask(InterbankBlockingStub stub, PartnerMessage message) {
    return switch (message) {
      case PartnerMessage.Authorise authorise -> authorise(stub, authorise);
      case PartnerMessage.Confirm confirm ->
          answer(
              stub.confirm(
                      ConfirmRequest.newBuilder()
                          .setId(confirm.id().toString())
                          .setDispensed(Wire.money(confirm.dispensed(), confirm.currency()))
                          .setFee(Wire.money(confirm.fee(), confirm.currency()))
                          .build())
                  .getRefusalValue());
      case PartnerMessage.Reverse reverse ->
          answer(
              stub.reverse(ReverseRequest.newBuilder().setId(reverse.id().toString()).build())
                  .getRefusalValue());
      case PartnerMessage.Offer offer ->
          answer(
              stub.offerTransfer(
                      OfferTransferRequest.newBuilder()
                          .setId(offer.id().toString())
                          .setFromAccount(offer.from())
                          .setToAccount(offer.to())
                          .setAmount(Wire.money(offer.amount(), offer.currency()))
                          .setReference(offer.reference())
                          .build())
                  .getRefusalValue());
    };
  }

  private static PartnerAnswer authorise(
      InterbankBlockingStub stub, PartnerMessage.Authorise message) {
    AuthoriseResponse response =
        stub.authorise(
            AuthoriseRequest.newBuilder()
                .setId(message.id().toString())
                .setCardNumber(message.card())
                .setPin(sealedPin(message.sealedPin()))
                .setAmount(Wire.money(message.amount(), message.currency()))
                .setFee(Wire.money(message.fee(), message.currency()))
                .setMachine(message.machine())
                .build());
    if (response.getRefusalValue() == 0) {
      return new PartnerAnswer.Yes(response.getAvailable().getMinorUnits());
    }
    Refusal refusal = refusal(response.getRefusalValue());
    return new PartnerAnswer.No(
        refusal, refusal == Refusal.PIN_WRONG ? response.getPinTriesLeft() : -1);
  }

  private static SealedPin sealedPin(byte[] bytes) {
    try {
      return SealedPin.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the log holds a sealed PIN that cannot be read", e);
    }
  }

  private static PartnerAnswer answer(int refusal) {
    return refusal == 0 ? new PartnerAnswer.Yes(0) : new PartnerAnswer.No(refusal(refusal), -1);
  }

  static Refusal refusal(int code) {
    Refusal[] known = Refusal.values();
    if (code < 1 || code > known[known.length - 1].code()) {
      throw new IllegalStateException("the partner's answer " + code + " is not known here");
    }
    return Refusal.ofCode(code);
  }
}
