package mutual.files.tracker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mutual.files.tracker.TrackerTiers.Outcome;
import mutual.files.tracker.TrackerTiers.Question;
import mutual.overlay.bencode.BString;
import org.jspecify.annotations.Nullable;

/** One tracker of a share: what it was told and said, and when it may be asked again. */
final class TierMember {
  private static final long BACKOFF_MILLIS_MIN = 30_000;
  private static final long BACKOFF_MILLIS_MAX = 30 * 60_000;
  private static final long NEVER = TrackerException.NEVER;

  /** What the tracker knows of us in one swarm. */
  private static final class Membership {
    boolean started;
    boolean toldComplete;
    Optional<BString> trackerId = Optional.empty();
  }

  final String url;
  final int tier;
  private final List<Membership> memberships = new ArrayList<>();
  private int failures;
  private long notBefore;
  private long triedMillis;
  private long answeredMillis;
  private @Nullable TrackerAnswer last;
  private String trouble = "";

  TierMember(String url, int tier, int swarms, long nowMillis) {
    this.url = url;
    this.tier = tier;
    notBefore = nowMillis;
    for (int i = 0; i < swarms; i++) {
      memberships.add(new Membership());
    }
  }

  /** The time before which it is left alone. */
  long notBefore() {
    return notBefore;
  }

  boolean failing() {
    return failures > 0;
  }

  /** Whether it counts us as a member of any swarm, as far as we know. */
  boolean started() {
    return memberships.stream().anyMatch(each -> each.started);
  }

  /** What is due, for each swarm. */
  List<Question> questions(boolean complete) {
    List<Question> questions = new ArrayList<>();
    for (Membership each : memberships) {
      Announce.Event event =
          !each.started
              ? Announce.Event.STARTED
              : complete && !each.toldComplete ? Announce.Event.COMPLETED : Announce.Event.NONE;
      questions.add(new Question(event, each.trackerId));
    }
    return questions;
  }

  /** The goodbyes. */
  List<Question> farewells() {
    return memberships.stream()
        .map(each -> new Question(Announce.Event.STOPPED, each.trackerId))
        .toList();
  }

  /**
   * Takes in the outcomes of a visit, one for each swarm; it counts as answered if any was.
   *
   * @param complete whether the share was complete when the questions were made
   * @return how long until the tracker wants to be asked again; empty if it failed
   */
  OptionalLong visited(List<Outcome> outcomes, boolean complete, long nowMillis) {
    triedMillis = nowMillis;
    trouble = "";
    long intervalMillis = 0;
    long quietMillis = 0;
    boolean answered = false;
    OptionalLong retryMillis = OptionalLong.empty();
    for (int i = 0; i < outcomes.size(); i++) {
      switch (outcomes.get(i)) {
        case Outcome.Answered(TrackerAnswer answer) -> {
          answered = true;
          intervalMillis = Math.max(intervalMillis, TrackerTiers.bounded(answer.intervalSeconds()));
          quietMillis = Math.max(quietMillis, TrackerTiers.bounded(answer.intervalSecondsMin()));
          take(answer, memberships.get(i), complete);
        }
        case Outcome.Failed(TrackerException failure) -> {
          trouble = failure.sentence();
          retryMillis = failure.retryMillis();
        }
      }
    }
    if (!answered) {
      failed(retryMillis, nowMillis);
      return OptionalLong.empty();
    }
    failures = 0;
    answeredMillis = nowMillis;
    notBefore = nowMillis + quietMillis;
    return OptionalLong.of(Math.max(intervalMillis, quietMillis));
  }

  private void take(TrackerAnswer answer, Membership membership, boolean complete) {
    last = answer;
    membership.started = true;
    // One who begins complete has not completed anything (BEP 3).
    membership.toldComplete |= complete;
    answer.trackerId().ifPresent(id -> membership.trackerId = Optional.of(id));
    answer.warning().ifPresent(warning -> trouble = warning);
  }

  private void failed(OptionalLong retryMillis, long nowMillis) {
    long doubled = BACKOFF_MILLIS_MIN << Math.min(failures, 10);
    long pause = retryMillis.orElse(Math.min(doubled, BACKOFF_MILLIS_MAX));
    failures++;
    notBefore = pause == NEVER ? NEVER : nowMillis + pause;
  }

  /** Lets it be asked at once, as far as it answers. */
  void release(long nowMillis) {
    if (!failing()) {
      notBefore = Math.min(notBefore, nowMillis);
    }
  }

  /** Shortens the pause after failures. */
  void retry(long nowMillis) {
    if (failing() && notBefore != NEVER) {
      notBefore = Math.min(notBefore, Math.max(nowMillis, triedMillis + BACKOFF_MILLIS_MIN));
    }
  }

  TrackerStatus status(boolean asking, long dueMillis, long nowMillis) {
    @Nullable TrackerAnswer answer = last;
    boolean tried = failing() || answer != null;
    TrackerStatus.State state =
        asking
            ? TrackerStatus.State.ASKING
            : failing()
                ? TrackerStatus.State.FAILING
                : tried ? TrackerStatus.State.WORKING : TrackerStatus.State.SPARE;
    long next = Math.max(notBefore, dueMillis);
    return new TrackerStatus(
        url,
        tier,
        state,
        trouble,
        answer == null ? OptionalLong.empty() : answer.seeders(),
        answer == null ? OptionalLong.empty() : answer.leechers(),
        answer == null ? 0 : answer.peers().size(),
        answer == null ? OptionalLong.empty() : OptionalLong.of(nowMillis - answeredMillis),
        !tried || next == NEVER
            ? OptionalLong.empty()
            : OptionalLong.of(Math.max(0, next - nowMillis)));
  }
}
