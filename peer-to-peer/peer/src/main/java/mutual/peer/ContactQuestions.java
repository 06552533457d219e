package mutual.peer;

import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mutual.contracts.files.v1.ListOffersRequest;
import mutual.contracts.files.v1.ListOffersResponse;
import mutual.contracts.files.v1.OffersGrpc;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import mutual.overlay.LinkState;
import mutual.overlay.Overlay;

/** Asks contacts what they offer. */
final class ContactQuestions {
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  /** Contacts asked at a time. */
  private static final int ASKED_MAX = 64;

  private static final Metadata.Key<String> DATE =
      Metadata.Key.of("date", Metadata.ASCII_STRING_MARSHALLER);

  /** The time is told in whole seconds, rounded down. */
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  /**
   * What a contact answered.
   *
   * @param clockAhead how far its clock is ahead of this peer's; empty if it did not tell the time
   */
  record Answer(ListOffersResponse offers, Optional<Duration> clockAhead) {}

  /**
   * What came of asking many, by contact; those that cannot be reached were not asked.
   *
   * @param failures why others did not answer
   */
  record Answers(Map<Contact, Answer> answers, Map<Contact, String> failures) {}

  private final Overlay overlay;
  private final Clock clock;

  ContactQuestions(Overlay overlay, Clock clock) {
    this.overlay = overlay;
    this.clock = clock;
  }

  /**
   * Asks one.
   *
   * @throws StatusRuntimeException if it does not answer
   */
  Answer ask(NodeId contact) {
    AtomicReference<Metadata> headers = new AtomicReference<>(new Metadata());
    Instant before = clock.instant();
    ListOffersResponse offers =
        overlay
            .client()
            .stub(contact, OffersGrpc::newBlockingStub)
            .withInterceptors(
                MetadataUtils.newCaptureMetadataInterceptor(
                    headers, new AtomicReference<>(new Metadata())))
            .withDeadlineAfter(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .listOffers(ListOffersRequest.getDefaultInstance());
    Instant between = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
    return new Answer(
        offers,
        Optional.ofNullable(headers.get())
            .map(received -> received.get(DATE))
            .flatMap(ContactQuestions::time)
            .map(time -> Duration.between(between, time.plus(HALF_A_SECOND))));
  }

  private static Optional<Instant> time(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Asks many side by side. */
  Answers askAll(Collection<Contact> contacts) {
    Semaphore room = new Semaphore(ASKED_MAX);
    Map<Contact, Future<Answer>> asked = new LinkedHashMap<>();
    Answers answers = new Answers(new LinkedHashMap<>(), new LinkedHashMap<>());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Contact contact : contacts) {
        if (overlay.links().state(contact.id()).orElse(null) instanceof LinkState.Reachable) {
          asked.put(contact, threads.submit(() -> askInTurn(contact.id(), room)));
        }
      }
      for (Map.Entry<Contact, Future<Answer>> one : asked.entrySet()) {
        take(one.getKey(), one.getValue(), answers);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answers;
  }

  private Answer askInTurn(NodeId contact, Semaphore room) throws InterruptedException {
    room.acquire();
    try {
      return ask(contact);
    } finally {
      room.release();
    }
  }

  private static void take(Contact contact, Future<Answer> asked, Answers answers)
      throws InterruptedException {
    try {
      answers.answers.put(contact, asked.get());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof StatusRuntimeException refused)) {
        throw new IllegalStateException("Asking a contact failed", e.getCause());
      }
      String words = refused.getStatus().getDescription();
      answers.failures.put(contact, words == null ? refused.getStatus().getCode().name() : words);
    }
  }
}
