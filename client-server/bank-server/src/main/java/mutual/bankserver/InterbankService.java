package mutual.bankserver;

import static mutual.bankserver.Answers.answer;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import mutual.bank.Command;
import mutual.bank.PartnerAnswer;
import mutual.bank.PartnerMessage;
import mutual.bank.PinVerifier;
import mutual.bank.Refusal;
import mutual.bank.Reply;
import mutual.contracts.interbank.v1.AuthoriseRequest;
import mutual.contracts.interbank.v1.AuthoriseResponse;
import mutual.contracts.interbank.v1.ConfirmRequest;
import mutual.contracts.interbank.v1.ConfirmResponse;
import mutual.contracts.interbank.v1.DescribeRequest;
import mutual.contracts.interbank.v1.DescribeResponse;
import mutual.contracts.interbank.v1.InterbankBalanceRequest;
import mutual.contracts.interbank.v1.InterbankBalanceResponse;
import mutual.contracts.interbank.v1.InterbankGrpc;
import mutual.contracts.interbank.v1.OfferTransferRequest;
import mutual.contracts.interbank.v1.OfferTransferResponse;
import mutual.contracts.interbank.v1.ReverseRequest;
import mutual.contracts.interbank.v1.ReverseResponse;
import mutual.middleware.Caller;

/** What other banks ask of this one. Which bank asks is told by the connection's key. */
final class InterbankService extends InterbankGrpc.InterbankImplBase {
  private final DescribeResponse description;
  private final BankLog log;
  private final Callers callers;
  private final PinDesk pins;
  private final Consumer<String> heardFrom;

  /**
   * @param heardFrom told the code of a partner that has just called
   */
  InterbankService(
      DescribeResponse description,
      BankLog log,
      Callers callers,
      PinDesk pins,
      Consumer<String> heardFrom) {
    this.description = description;
    this.log = log;
    this.callers = callers;
    this.pins = pins;
    this.heardFrom = heardFrom;
  }

  @Override
  public void describe(DescribeRequest request, StreamObserver<DescribeResponse> observer) {
    answer(
        observer,
        () -> {
          var _ = partner();
          return description;
        });
  }

  @Override
  public void authorise(AuthoriseRequest request, StreamObserver<AuthoriseResponse> observer) {
    answer(
        observer,
        () -> {
          String partner = partner();
          UUID id = Wire.id(request.getId(), "id");
          String card = Wire.word(request.getCardNumber(), "card_number");
          PartnerMessage.Authorise message =
              new PartnerMessage.Authorise(
                  id,
                  card,
                  new byte[0],
                  request.getAmount().getMinorUnits(),
                  request.getFee().getMinorUnits(),
                  currency(request),
                  Wire.word(request.getMachine(), "machine"));
          Optional<PinVerifier> pin = pins.verifier(request.getPin(), card, id);
          if (pin.isEmpty()) {
            return AuthoriseResponse.newBuilder()
                .setRefusal(Wire.refusal(Refusal.PIN_WRONG))
                .build();
          }
          return switch (told(partner, message, pin.get())) {
            case PartnerAnswer.Yes(long available) ->
                AuthoriseResponse.newBuilder()
                    .setAvailable(Wire.money(available, message.currency()))
                    .build();
            case PartnerAnswer.No(Refusal refusal, int pinTriesLeft) ->
                AuthoriseResponse.newBuilder()
                    .setRefusal(Wire.refusal(refusal))
                    .setPinTriesLeft(Math.max(0, pinTriesLeft))
                    .build();
          };
        });
  }

  /** One currency for amount and fee. */
  private static String currency(AuthoriseRequest request) {
    String currency = Wire.currency(request.getAmount(), "amount");
    if (!Wire.currency(request.getFee(), "fee").equals(currency)) {
      throw new IllegalArgumentException("fee: not in the amount's currency");
    }
    return currency;
  }

  @Override
  public void confirm(ConfirmRequest request, StreamObserver<ConfirmResponse> observer) {
    answer(
        observer,
        () -> {
          PartnerMessage.Confirm message =
              new PartnerMessage.Confirm(
                  Wire.id(request.getId(), "id"),
                  request.getDispensed().getMinorUnits(),
                  request.getFee().getMinorUnits(),
                  Wire.currency(request.getDispensed(), "dispensed"));
          return switch (told(partner(), message)) {
            case PartnerAnswer.Yes _ -> ConfirmResponse.getDefaultInstance();
            case PartnerAnswer.No(Refusal refusal, int _) ->
                ConfirmResponse.newBuilder().setRefusal(Wire.refusal(refusal)).build();
          };
        });
  }

  @Override
  public void reverse(ReverseRequest request, StreamObserver<ReverseResponse> observer) {
    answer(
        observer,
        () -> {
          PartnerMessage.Reverse message =
              new PartnerMessage.Reverse(Wire.id(request.getId(), "id"));
          return switch (told(partner(), message)) {
            case PartnerAnswer.Yes _ -> ReverseResponse.getDefaultInstance();
            case PartnerAnswer.No(Refusal refusal, int _) ->
                ReverseResponse.newBuilder().setRefusal(Wire.refusal(refusal)).build();
          };
        });
  }

  @Override
  public void offerTransfer(
      OfferTransferRequest request, StreamObserver<OfferTransferResponse> observer) {
    answer(
        observer,
        () -> {
          PartnerMessage.Offer message =
              new PartnerMessage.Offer(
                  Wire.id(request.getId(), "id"),
                  Wire.word(request.getFromAccount(), "from_account"),
                  Wire.word(request.getToAccount(), "to_account"),
                  request.getAmount().getMinorUnits(),
                  Wire.currency(request.getAmount(), "amount"),
                  Text.reference(request.getReference()));
          return switch (told(partner(), message)) {
            case PartnerAnswer.Yes _ -> OfferTransferResponse.getDefaultInstance();
            case PartnerAnswer.No(Refusal refusal, int _) ->
                OfferTransferResponse.newBuilder().setRefusal(Wire.refusal(refusal)).build();
          };
        });
  }

  @Override
  public void readBalance(
      InterbankBalanceRequest request, StreamObserver<InterbankBalanceResponse> observer) {
    answer(
        observer,
        () -> {
          String partner = partner();
          UUID id = Wire.id(request.getId(), "id");
          String card = Wire.word(request.getCardNumber(), "card_number");
          Optional<PinVerifier> pin = pins.verifier(request.getPin(), card, id);
          if (pin.isEmpty()) {
            return InterbankBalanceResponse.newBuilder()
                .setRefusal(Wire.refusal(Refusal.PIN_WRONG))
                .build();
          }
          Reply reply = log.submit(new Command.ReadBalanceForPartner(id, partner, card, pin.get()));
          return switch (reply) {
            case Reply.Balance(String _, long balance, long available, String currency) ->
                InterbankBalanceResponse.newBuilder()
                    .setBalance(Wire.money(balance, currency))
                    .setAvailable(Wire.money(available, currency))
                    .build();
            case Reply.Refused(Refusal refusal, int pinTriesLeft) ->
                InterbankBalanceResponse.newBuilder()
                    .setRefusal(Wire.refusal(refusal))
                    .setPinTriesLeft(Math.max(0, pinTriesLeft))
                    .build();
            default -> throw new IllegalStateException("the bank replied " + reply);
          };
        });
  }

  private PartnerAnswer told(String partner, PartnerMessage message) {
    return reply(log.submit(new Command.FromPartner(partner, message, null)));
  }

  private PartnerAnswer told(String partner, PartnerMessage message, PinVerifier pin) {
    return reply(log.submit(new Command.FromPartner(partner, message, pin)));
  }

  private static PartnerAnswer reply(Reply reply) {
    return switch (reply) {
      case Reply.ToPartner(PartnerAnswer answer) -> answer;
      case Reply.Refused(Refusal refusal, int pinTriesLeft) ->
          new PartnerAnswer.No(refusal, pinTriesLeft);
      default -> throw new IllegalStateException("the bank replied " + reply);
    };
  }

  private String partner() {
    Callers.Standing standing = callers.find(Caller.current());
    if (standing == null || standing.partner() == null) {
      throw Status.PERMISSION_DENIED.withDescription("not a partner bank").asRuntimeException();
    }
    heardFrom.accept(standing.partner());
    return standing.partner();
  }
}
