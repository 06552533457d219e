package mutual.peer;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.util.Comparator;
import mutual.contracts.files.v1.ListOffersRequest;
import mutual.contracts.files.v1.ListOffersResponse;
import mutual.contracts.files.v1.Offer;
import mutual.contracts.files.v1.OffersGrpc;
import mutual.files.engine.ContentEngine;
import mutual.files.engine.Share;
import mutual.middleware.Caller;

/** Tells a contact what it may fetch, and where. */
final class OffersService extends OffersGrpc.OffersImplBase {
  static final int OFFERS_MAX = 1_000;

  private final ContentEngine engine;

  OffersService(ContentEngine engine) {
    this.engine = engine;
  }

  @Override
  public void listOffers(ListOffersRequest request, StreamObserver<ListOffersResponse> observer) {
    Answers.answer(
        observer,
        () -> {
          ListOffersResponse.Builder answer =
              ListOffersResponse.newBuilder().setContentPort(engine.port());
          engine.offersFor(Caller.current()).stream()
              .filter(share -> share.info().isPresent())
              .sorted(Comparator.comparing(Share::added).reversed())
              .limit(OFFERS_MAX)
              .forEach(share -> answer.addOffers(offer(share)));
          return answer.build();
        });
  }

  private static Offer offer(Share share) {
    Offer.Builder offer =
        Offer.newBuilder()
            .setInfoHash(ByteString.copyFrom(share.id().bytes()))
            .setName(share.name())
            .setAddedMillis(share.added().toEpochMilli())
            .setPublic(share.audience().everyone());
    share
        .info()
        .ifPresent(info -> offer.setBytes(info.contentLength()).setFiles(info.files().size()));
    return offer.build();
  }
}
