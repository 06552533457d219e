package mutual.files.tracker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import mutual.overlay.bencode.BString;
import org.jspecify.annotations.Nullable;

/**
 * Which tracker of a share is to be asked, when, and what it is to be told (BEP 12).
 *
 * <p>A tier's trackers are in random order, and one that answers moves to the front of its tier.
 * When an announce is due, trackers are asked in order, tier by tier, until one answers; that one's
 * interval then says when the next is due. One that fails is left out for a while. A hybrid torrent
 * is two swarms, and a visit to a tracker asks it for both. At most one visit is under way.
 *
 * <p>All times are milliseconds of one clock that never goes back.
 */
final class TrackerTiers {
  /** Trackers of a share; those beyond are left out. */
  static final int TRACKERS_MAX = 64;

  static final long INTERVAL_MILLIS_MIN = 60_000;
  static final long INTERVAL_MILLIS_MAX = 2 * 60 * 60_000;

  private static final long NEVER = TrackerException.NEVER;

  /** What a tracker is to be told and asked of one swarm. */
  record Question(Announce.Event event, Optional<BString> trackerId) {}

  /** What became of a question. */
  sealed interface Outcome {
    record Answered(TrackerAnswer answer) implements Outcome {}

    record Failed(TrackerException failure) implements Outcome {}
  }

  /**
   * A tracker to be asked now.
   *
   * @param questions one for each swarm
   */
  record Visit(String url, List<Question> questions) {}

  private final List<List<TierMember>> tiers = new ArrayList<>();
  private @Nullable TierMember visiting;
  private @Nullable TierMember inUse;
  private boolean complete;
  private boolean visitedComplete;
  private boolean completedMeanwhile;
  private boolean stopped;
  private long due;

  /**
   * @param addresses tiers of tracker addresses; one that occurs twice counts once
   * @param swarms info hashes that each tracker is asked for
   * @param complete whether nothing is missing from the start
   */
  TrackerTiers(
      List<List<String>> addresses,
      int swarms,
      boolean complete,
      RandomGenerator random,
      long nowMillis) {
    this.complete = complete;
    due = nowMillis;
    Set<String> seen = new HashSet<>();
    for (List<String> tier : addresses) {
      List<TierMember> members = new ArrayList<>();
      for (String url : tier) {
        if (seen.size() < TRACKERS_MAX && seen.add(url)) {
          members.add(new TierMember(url, tiers.size(), swarms, nowMillis));
        }
      }
      Collections.shuffle(members, Random.from(random));
      if (!members.isEmpty()) {
        tiers.add(members);
      }
    }
  }

  /** An interval that a tracker said, within our bounds; milliseconds. */
  static long bounded(long seconds) {
    long kept = Math.clamp(seconds, INTERVAL_MILLIS_MIN / 1_000, INTERVAL_MILLIS_MAX / 1_000);
    return kept * 1_000;
  }

  private Stream<TierMember> members() {
    return tiers.stream().flatMap(List::stream);
  }

  /** The visit that is due, if any; its outcome has to be told before there is another. */
  Optional<Visit> next(long nowMillis) {
    if (visiting != null || stopped || due > nowMillis) {
      return Optional.empty();
    }
    Optional<TierMember> first =
        members().filter(member -> member.notBefore() <= nowMillis).findFirst();
    first.ifPresent(
        member -> {
          visiting = member;
          visitedComplete = complete;
        });
    return first.map(member -> new Visit(member.url, member.questions(complete)));
  }

  /** When {@link #next} will have a visit; {@link Long#MAX_VALUE} if nothing is to be awaited. */
  long nextMillis() {
    if (visiting != null || stopped) {
      return NEVER;
    }
    return Math.max(due, members().mapToLong(TierMember::notBefore).min().orElse(NEVER));
  }

  /** Takes in what became of the visit's questions, in their order. */
  void visited(List<Outcome> outcomes, long nowMillis) {
    @Nullable TierMember member = visiting;
    if (member == null) {
      throw new IllegalStateException("no tracker is being asked");
    }
    visiting = null;
    OptionalLong pause = member.visited(outcomes, visitedComplete, nowMillis);
    if (pause.isPresent()) {
      inUse = member;
      List<TierMember> tier = tiers.get(member.tier);
      tier.remove(member);
      tier.addFirst(member);
      due = nowMillis + pause.getAsLong();
      if (completedMeanwhile) {
        tellCompleted(nowMillis);
      }
    }
  }

  /** The share has become complete: the tracker in use is told at once. */
  void completed(long nowMillis) {
    if (!complete) {
      complete = true;
      completedMeanwhile = true;
      if (visiting == null) {
        tellCompleted(nowMillis);
      }
    }
  }

  private void tellCompleted(long nowMillis) {
    completedMeanwhile = false;
    if (inUse != null) {
      inUse.release(nowMillis);
    }
    due = Math.min(due, nowMillis);
  }

  /** Somebody wants peers now: asks as soon as the trackers' patience allows. */
  void askNow(long nowMillis) {
    members().forEach(member -> member.retry(nowMillis));
    long allowed = inUse == null || inUse.failing() ? nowMillis : inUse.notBefore();
    due = Math.min(due, Math.max(nowMillis, allowed));
  }

  /** Ends it. The visits say goodbye where we are known, without outcomes to be told. */
  List<Visit> stop() {
    List<Visit> farewells =
        members()
            .filter(member -> (member.started() && !member.failing()) || member == visiting)
            .map(member -> new Visit(member.url, member.farewells()))
            .toList();
    stopped = true;
    return farewells;
  }

  /** Each tracker, in the order in which they are asked. */
  List<TrackerStatus> status(long nowMillis) {
    return members().map(member -> member.status(member == visiting, due, nowMillis)).toList();
  }
}
