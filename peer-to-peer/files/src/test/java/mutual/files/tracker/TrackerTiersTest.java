package mutual.files.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import mutual.files.tracker.Announce.Event;
import mutual.files.tracker.TrackerTiers.Outcome;
import mutual.files.tracker.TrackerTiers.Visit;
import mutual.overlay.bencode.BString;
import org.junit.jupiter.api.Test;

/** Who is asked when, and told what. */
final class TrackerTiersTest {
  private static final long MINUTE = 60_000;
  private static final Outcome OK = new Outcome.Answered(Samples.answer(1_800, 0));
  private static final Outcome DEAD = new Outcome.Failed(TrackerException.timedOut("Dead."));

  private static TrackerTiers tiers(int swarms, boolean complete, List<List<String>> urls) {
    return new TrackerTiers(urls, swarms, complete, new Random(1), 0);
  }

  private static Visit visit(TrackerTiers tiers, long now) {
    return tiers.next(now).orElseThrow();
  }

  private static List<Event> events(Visit visit) {
    return visit.questions().stream().map(TrackerTiers.Question::event).toList();
  }

  @Test
  void tiersAreTriedInOrderUntilOneAnswersAndThatIsThenAskedAtItsInterval() {
    TrackerTiers tiers = tiers(1, false, List.of(List.of("a"), List.of("b"), List.of("c")));
    assertThat(visit(tiers, 0).url()).isEqualTo("a");
    assertThat(tiers.next(0)).as("one at a time").isEmpty();
    tiers.visited(List.of(DEAD), 10);
    assertThat(visit(tiers, 10).url()).isEqualTo("b");
    tiers.visited(List.of(OK), 20);
    assertThat(tiers.nextMillis()).isEqualTo(20 + 30 * MINUTE);
    assertThat(tiers.next(20 + 30 * MINUTE - 1)).isEmpty();
    Visit again = visit(tiers, 20 + 30 * MINUTE);
    assertThat(again.url()).as("the first tier has another chance").isEqualTo("a");
    assertThat(events(again)).containsExactly(Event.STARTED);
    tiers.visited(List.of(DEAD), 30 * MINUTE + 30);
    Visit inUse = visit(tiers, 30 * MINUTE + 30);
    assertThat(inUse.url()).isEqualTo("b");
    assertThat(events(inUse)).containsExactly(Event.NONE);
  }

  @Test
  void whoAnswersMovesToTheFrontOfItsTier() {
    TrackerTiers tiers = tiers(1, false, List.of(List.of("a", "b", "c")));
    String first = visit(tiers, 0).url();
    tiers.visited(List.of(DEAD), 0);
    String second = visit(tiers, 0).url();
    tiers.visited(List.of(OK), 0);
    assertThat(tiers.status(0).getFirst().url()).isEqualTo(second).isNotEqualTo(first);
    assertThat(visit(tiers, 30 * MINUTE).url()).isEqualTo(second);
  }

  @Test
  void failuresAreTriedAgainAfterHalfAMinuteDoublingToHalfAnHour() {
    TrackerTiers tiers = tiers(1, false, List.of(List.of("a")));
    List<Long> pauses = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 9; i++) {
      assertThat(tiers.next(now)).isPresent();
      tiers.visited(List.of(DEAD), now);
      pauses.add((tiers.nextMillis() - now) / 1_000);
      now = tiers.nextMillis();
    }
    assertThat(pauses).containsExactly(30L, 60L, 120L, 240L, 480L, 960L, 1_800L, 1_800L, 1_800L);
    assertThat(tiers.next(now)).isPresent();
    tiers.visited(List.of(OK), now);
    assertThat(visit(tiers, now + 30 * MINUTE).url()).isEqualTo("a");
    tiers.visited(List.of(DEAD), now + 30 * MINUTE);
    assertThat(tiers.nextMillis()).as("begins anew").isEqualTo(now + 30 * MINUTE + 30_000);
  }

  @Test
  void intervalsAreKeptWithinBoundsAndRetryInIsObeyed() {
    for (long[] saidAndKept : new long[][] {{0, 60}, {-5, 60}, {1_000_000_000_000L, 7_200}}) {
      TrackerTiers tiers = tiers(1, false, List.of(List.of("a")));
      visit(tiers, 0);
      tiers.visited(List.of(new Outcome.Answered(Samples.answer(saidAndKept[0], 0))), 0);
      assertThat(tiers.nextMillis()).isEqualTo(saidAndKept[1] * 1_000);
    }
    TrackerTiers refused = tiers(1, false, List.of(List.of("a")));
    visit(refused, 0);
    refused.visited(failed(TrackerException.refused("x", OptionalLong.of(5 * MINUTE))), 0);
    assertThat(refused.nextMillis()).isEqualTo(5 * MINUTE);
    TrackerTiers never = tiers(1, false, List.of(List.of("wss://a")));
    visit(never, 0);
    never.visited(failed(TrackerException.unsupported("No.")), 0);
    never.askNow(MINUTE);
    assertThat(never.nextMillis()).isEqualTo(Long.MAX_VALUE);
    assertThat(never.status(MINUTE).getFirst().nextMillis()).isEmpty();
  }

  private static List<Outcome> failed(TrackerException failure) {
    return List.of(new Outcome.Failed(failure));
  }

  @Test
  void completionIsToldAtOnceAndOnceEvenIfItCameDuringAVisit() {
    TrackerTiers tiers = tiers(1, false, List.of(List.of("a")));
    assertThat(events(visit(tiers, 0))).containsExactly(Event.STARTED);
    tiers.completed(1);
    tiers.visited(List.of(OK), 2);
    assertThat(events(visit(tiers, 2))).containsExactly(Event.COMPLETED);
    tiers.visited(List.of(OK), 3);
    assertThat(events(visit(tiers, 3 + 30 * MINUTE))).containsExactly(Event.NONE);
    tiers.visited(List.of(OK), 4 + 30 * MINUTE);
    tiers.completed(5 + 30 * MINUTE);
    assertThat(tiers.next(5 + 30 * MINUTE)).isEmpty();
  }

  @Test
  void oneWhoBeginsCompleteNeverSaysThatItCompleted() {
    TrackerTiers tiers = tiers(1, true, List.of(List.of("a")));
    assertThat(events(visit(tiers, 0))).containsExactly(Event.STARTED);
    tiers.visited(List.of(OK), 0);
    assertThat(events(visit(tiers, 30 * MINUTE))).containsExactly(Event.NONE);
  }

  @Test
  void askingNowWaitsForTheTrackersPatience() {
    TrackerTiers tiers = tiers(1, false, List.of(List.of("a"), List.of("b")));
    visit(tiers, 0);
    tiers.visited(List.of(new Outcome.Answered(Samples.answer(1_800, 600))), 0);
    tiers.askNow(MINUTE);
    assertThat(tiers.nextMillis()).isEqualTo(10 * MINUTE);
    assertThat(visit(tiers, 10 * MINUTE).url()).isEqualTo("a");
    tiers.visited(List.of(OK), 10 * MINUTE);
    tiers.askNow(10 * MINUTE);
    assertThat(tiers.next(10 * MINUTE)).isEmpty();
    assertThat(visit(tiers, 11 * MINUTE).url()).isEqualTo("a");
  }

  @Test
  void aHybridAsksATrackerForBothSwarmsAndOneAnswerIsEnough() {
    TrackerTiers tiers = tiers(2, false, List.of(List.of("a"), List.of("b")));
    assertThat(events(visit(tiers, 0))).containsExactly(Event.STARTED, Event.STARTED);
    tiers.visited(List.of(OK, DEAD), 0);
    assertThat(tiers.status(0).getFirst().trouble()).isEqualTo("Dead.");
    assertThat(tiers.status(0).getFirst().state()).isEqualTo(TrackerStatus.State.WORKING);
    assertThat(events(visit(tiers, 30 * MINUTE))).containsExactly(Event.NONE, Event.STARTED);
  }

  @Test
  void goodbyesGoToThoseThatKnowUs() {
    TrackerTiers tiers = tiers(1, false, List.of(List.of("a"), List.of("b"), List.of("c")));
    visit(tiers, 0);
    tiers.visited(List.of(DEAD), 0);
    visit(tiers, 0);
    tiers.visited(List.of(OK), 0);
    List<Visit> farewells = tiers.stop();
    assertThat(farewells).hasSize(1);
    assertThat(farewells.getFirst().url()).isEqualTo("b");
    assertThat(events(farewells.getFirst())).containsExactly(Event.STOPPED);
    assertThat(tiers.next(Long.MAX_VALUE - 1)).isEmpty();
    assertThat(tiers.nextMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aTrackersIdIsToldAgainUntilThereIsAnother() {
    TrackerTiers tiers = tiers(1, false, List.of(List.of("a")));
    visit(tiers, 0);
    TrackerAnswer plain = Samples.answer(1_800, 0);
    TrackerAnswer withId =
        new TrackerAnswer(
            1_800,
            0,
            List.of(),
            plain.seeders(),
            plain.leechers(),
            Optional.empty(),
            Optional.of(BString.of("id")));
    tiers.visited(List.of(new Outcome.Answered(withId)), 0);
    for (int i = 1; i <= 2; i++) {
      Visit again = visit(tiers, i * (31 * MINUTE));
      assertThat(again.questions().getFirst().trackerId()).hasValue(BString.of("id"));
      tiers.visited(List.of(OK), i * (31 * MINUTE));
    }
  }

  @Test
  void trackersBeyondTheLimitAndThoseTwiceAreLeftOut() {
    List<String> many = new ArrayList<>(List.of("same", "same"));
    for (int i = 0; i < 100; i++) {
      many.add("t" + i);
    }
    TrackerTiers tiers = tiers(1, false, List.of(List.of(), many, many));
    assertThat(tiers.status(0)).hasSize(TrackerTiers.TRACKERS_MAX);
    assertThat(tiers(1, false, List.of()).nextMillis()).isEqualTo(Long.MAX_VALUE);
  }
}
