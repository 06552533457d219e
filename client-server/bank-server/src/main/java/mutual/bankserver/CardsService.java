package mutual.bankserver;

import static mutual.bankserver.Answers.answer;
import static mutual.bankserver.Answers.done;

import io.grpc.stub.StreamObserver;
import java.time.YearMonth;
import java.util.List;
import mutual.contracts.bank.v1.BlockCardRequest;
import mutual.contracts.bank.v1.Card;
import mutual.contracts.bank.v1.CardsGrpc;
import mutual.contracts.bank.v1.GetCardRequest;
import mutual.contracts.bank.v1.IssueCardRequest;
import mutual.contracts.bank.v1.ListCardsRequest;
import mutual.contracts.bank.v1.ListCardsResponse;
import mutual.contracts.bank.v1.SetPinRequest;
import mutual.contracts.bank.v1.UnblockCardRequest;

/** Cards, for programs. */
final class CardsService extends CardsGrpc.CardsImplBase {
  private final BankOffice office;
  private final BankBooks books;
  private final String currency;

  CardsService(BankOffice office, BankBooks books, String currency) {
    this.office = office;
    this.books = books;
    this.currency = currency;
  }

  @Override
  public void issueCard(IssueCardRequest request, StreamObserver<Card> observer) {
    answer(
        observer,
        () ->
            Wire.card(
                done(
                    office.issueCard(
                        Wire.id(request.getId(), "id"),
                        Wire.needed(request.getAccount(), "account"),
                        expires(request.getExpires()),
                        request.getDailyLimitMinorUnits(),
                        request.getDailyCount())),
                currency));
  }

  private static YearMonth expires(String text) {
    if (!text.matches("[0-9]{4}-(0[1-9]|1[0-2])")) {
      throw new IllegalArgumentException("expires: year and month such as 2030-12");
    }
    return YearMonth.parse(text);
  }

  @Override
  public void getCard(GetCardRequest request, StreamObserver<Card> observer) {
    answer(
        observer,
        () ->
            books
                .card(Wire.needed(request.getNumber(), "number"))
                .map(entry -> Wire.card(entry, currency))
                .orElseThrow(() -> Answers.notFound("no such card")));
  }

  @Override
  public void listCards(ListCardsRequest request, StreamObserver<ListCardsResponse> observer) {
    answer(
        observer,
        () -> {
          int size = Wire.pageSize(request.getPageSize());
          List<CardEntry> page =
              books.cards(Wire.wordOrNull(request.getPageToken(), "page_token"), size);
          ListCardsResponse.Builder response = ListCardsResponse.newBuilder();
          page.forEach(entry -> response.addCards(Wire.card(entry, currency)));
          if (page.size() == size) {
            response.setNextPageToken(page.getLast().card().number());
          }
          return response.build();
        });
  }

  @Override
  public void setPin(SetPinRequest request, StreamObserver<Card> observer) {
    answer(
        observer,
        () ->
            Wire.card(
                done(office.setPin(Wire.needed(request.getNumber(), "number"), request.getPin())),
                currency));
  }

  @Override
  public void blockCard(BlockCardRequest request, StreamObserver<Card> observer) {
    answer(
        observer,
        () ->
            Wire.card(
                done(office.blockCard(Wire.needed(request.getNumber(), "number"))), currency));
  }

  @Override
  public void unblockCard(UnblockCardRequest request, StreamObserver<Card> observer) {
    answer(
        observer,
        () ->
            Wire.card(
                done(office.unblockCard(Wire.needed(request.getNumber(), "number"))), currency));
  }
}
