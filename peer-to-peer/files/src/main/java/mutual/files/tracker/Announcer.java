package mutual.files.tracker;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mutual.files.torrent.InfoHashes;
import mutual.files.tracker.TrackerTiers.Outcome;
import mutual.files.tracker.TrackerTiers.Question;
import mutual.files.tracker.TrackerTiers.Visit;
import mutual.files.wire.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the trackers of one share told, and hears of peers from them.
 *
 * <pre>{@code
 * Announcer announcer =
 *     new Announcer(trackers, timer, metainfo.trackers(), member, share::transferred, peers::add);
 * announcer.start();
 * announcer.completed();
 * announcer.stop();
 * }</pre>
 *
 * <p>While it waits it is an entry in the timer and nothing more; asking is done on a virtual
 * thread, on which the suppliers and consumers given are called.
 */
public final class Announcer {
  /** How long {@link #stop} lets trackers take; milliseconds. */
  public static final long STOP_MILLIS_MAX = 3_000;

  private static final int PEERS_WANTED = 200;

  /**
   * Who announces what.
   *
   * @param hashes the torrent; each of its hashes is a swarm of its own
   * @param self the share's peer id
   * @param port where the share's peers are listened for
   */
  public record Member(InfoHashes hashes, PeerId self, int port) {}

  private final Trackers trackers;
  private final ScheduledExecutorService timer;
  private final Member member;
  private final Supplier<Transferred> transferred;
  private final Consumer<InetSocketAddress> peers;
  private final SecureRandom random = new SecureRandom();
  private final int key = random.nextInt();
  private final ReentrantLock lock = new ReentrantLock();
  private final TrackerTiers tiers;
  private @Nullable Future<?> wakening;
  private @Nullable Thread asking;
  private boolean started;
  private boolean stopped;

  /**
   * Prepares without asking anybody.
   *
   * @param timer shared by all shares, and best one that removes what is cancelled; nothing that
   *     takes time is done on it
   * @param tiers the torrent's trackers (BEP 12), of which 64 are used
   * @param transferred asked for before each announce; must be cheap
   * @param peers hears of peers, again and again of the same, and of ourselves
   */
  public Announcer(
      Trackers trackers,
      ScheduledExecutorService timer,
      List<List<String>> tiers,
      Member member,
      Supplier<Transferred> transferred,
      Consumer<InetSocketAddress> peers) {
    this.trackers = trackers;
    this.timer = timer;
    this.member = member;
    this.transferred = transferred;
    this.peers = peers;
    this.tiers =
        new TrackerTiers(
            tiers, member.hashes().all().size(), transferred.get().complete(), random, nowMillis());
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Begins to announce. */
  public void start() {
    change(() -> started = true);
  }

  /** Tells the tracker in use that nothing is missing any more. */
  public void completed() {
    change(() -> tiers.completed(nowMillis()));
  }

  /** Asks for peers as soon as the trackers' patience allows, at most once a minute. */
  public void askNow() {
    change(() -> tiers.askNow(nowMillis()));
  }

  /** How it stands with each tracker, in the order in which they are asked. */
  public List<TrackerStatus> status() {
    lock.lock();
    try {
      return tiers.status(nowMillis());
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      reschedule();
    } finally {
      lock.unlock();
    }
  }

  private void reschedule() {
    if (wakening != null) {
      wakening.cancel(false);
      wakening = null;
    }
    long at = started && !stopped ? tiers.nextMillis() : Long.MAX_VALUE;
    if (at != Long.MAX_VALUE) {
      wakening =
          timer.schedule(
              () -> Thread.ofVirtual().name("tracker-ask").start(this::visitWhatIsDue),
              Math.max(0, at - nowMillis()),
              TimeUnit.MILLISECONDS);
    }
  }

  private void visitWhatIsDue() {
    try {
      for (@Nullable Visit visit = begin(); visit != null; visit = begin()) {
        List<Outcome> outcomes = ask(visit);
        if (!end(outcomes)) {
          return;
        }
        for (Outcome outcome : outcomes) {
          if (outcome instanceof Outcome.Answered(TrackerAnswer answer)) {
            answer.peers().forEach(peers);
          }
        }
      }
    } catch (InterruptedException e) {
      // Only stop() interrupts, and it needs nothing of this thread.
    }
  }

  private @Nullable Visit begin() {
    lock.lock();
    try {
      @Nullable Visit visit = stopped ? null : tiers.next(nowMillis()).orElse(null);
      if (visit == null) {
        reschedule();
      } else {
        asking = Thread.currentThread();
      }
      return visit;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it is still of interest what was heard. */
  private boolean end(List<Outcome> outcomes) {
    lock.lock();
    try {
      asking = null;
      tiers.visited(outcomes, nowMillis());
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  private List<Outcome> ask(Visit visit) throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Question question : visit.questions()) {
      Announce announce =
          new Announce(
              member.hashes().all().get(outcomes.size()),
              member.self(),
              member.port(),
              transferred.get(),
              question.event(),
              question.event() == Announce.Event.STOPPED ? 0 : PEERS_WANTED,
              key,
              question.trackerId());
      try {
        outcomes.add(new Outcome.Answered(trackers.ask(visit.url(), announce)));
      } catch (TrackerException e) {
        outcomes.add(new Outcome.Failed(e));
      }
    }
    return outcomes;
  }

  /** Ends it, and says goodbye to the trackers that know us; waits for them 3 s at most. */
  public void stop() {
    List<Thread> farewells = new ArrayList<>();
    lock.lock();
    try {
      if (stopped) {
        return;
      }
      stopped = true;
      reschedule();
      for (Visit visit : tiers.stop()) {
        farewells.add(Thread.ofVirtual().name("tracker-goodbye").start(() -> sayGoodbye(visit)));
      }
      if (asking != null) {
        asking.interrupt();
      }
    } finally {
      lock.unlock();
    }
    long deadline = nowMillis() + STOP_MILLIS_MAX;
    try {
      for (Thread each : farewells) {
        boolean _ = each.join(Duration.ofMillis(Math.max(1, deadline - nowMillis())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      farewells.forEach(Thread::interrupt);
    }
  }

  private void sayGoodbye(Visit visit) {
    try {
      List<Outcome> _ = ask(visit);
    } catch (InterruptedException e) {
      // It took too long; the tracker will forget us by itself.
    }
  }
}
