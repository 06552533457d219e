package mutual.app.peer;

import java.util.List;
import mutual.app.Output;
import mutual.contracts.peer.v1.ContactOffer;
import mutual.contracts.peer.v1.ListContactOffersRequest;
import mutual.contracts.peer.v1.ListContactOffersResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutual offers}. */
@Command(
    name = "offers",
    description = "Show what your contacts offer you, asked of those that can be reached now.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual offers",
      "  mutual offers Bob --links",
      "  mutual get \"$(mutual offers Bob --links | head -n 1)\""
    })
public final class OffersCommand extends PeerTask {
  @Parameters(arity = "0..1", paramLabel = "CONTACT", description = "Only what this one offers.")
  String contact = "";

  @Option(names = "--links", description = "Only the links, for 'mutual get'.")
  boolean links;

  @Override
  int run(PeerSession peer, Output out) {
    ListContactOffersResponse answer =
        peer.contacts()
            .listContactOffers(ListContactOffersRequest.newBuilder().setContact(contact).build());
    out.answer(answer, text -> show(text, answer));
    return 0;
  }

  private void show(Output text, ListContactOffersResponse answer) {
    if (links) {
      answer.getOffersList().forEach(offer -> text.line(offer.getLink()));
      return;
    }
    text.table(
        List.of("CONTACT", "NAME", "SIZE>", "FILES>", "ADDED", "LINK"),
        answer.getOffersList(),
        OffersCommand::row,
        "Nothing is offered to you now.");
    if (answer.getUnreachableCount() > 0) {
      text.line(
          "Not reachable: "
              + String.join(", ", answer.getUnreachableList())
              + " ('mutual contacts' says why)");
    }
  }

  private static List<String> row(ContactOffer offer) {
    return List.of(
        offer.getContact(),
        offer.getName(),
        Words.bytes(offer.getBytes()),
        Integer.toString(offer.getFiles()),
        Words.since(offer.getAddedMillis()),
        offer.getLink());
  }
}
