package mutual.files.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import mutual.files.Seeds;
import mutual.files.tracker.TrackerTiers.Outcome;
import mutual.files.tracker.TrackerTiers.Visit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Laws of what trackers say and of when they are asked. */
final class TrackerProperties {
  private static final String ANSWER =
      "d8:completei5e8:intervali1800e5:peersld2:ip8:10.0.0.14:porti1eee6:peers60:"
          + "8:retry in5:never15:warning message2:hie";

  @Test
  void damagedHttpAnswersAreReadOrRefused() {
    Seeds.check(
        3_000,
        (_, random) -> {
          byte[] body = ANSWER.getBytes(ISO_8859_1);
          for (int i = random.nextInt(4); i >= 0; i--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
          }
          try {
            assertThat(HttpAnnounce.answer(body).peers().size()).isLessThan(10);
          } catch (TrackerException e) {
            assertThat(e.sentence()).isNotBlank();
          }
        });
  }

  @Test
  void anyUdpDatagramIsReadOrRefused() {
    Seeds.check(
        3_000,
        (_, random) -> {
          byte[] datagram = new byte[random.nextInt(64)];
          random.nextBytes(datagram);
          ByteBuffer buffer = ByteBuffer.wrap(datagram);
          if (datagram.length >= 8) {
            buffer.putInt(0, random.nextInt(5)).putInt(4, random.nextInt(2));
          }
          try {
            @Nullable ByteBuffer body = UdpAnnounce.answer(buffer, random.nextInt(2), 1);
            if (body != null && random.nextBoolean()) {
              assertThat(UdpAnnounce.peers(body, random.nextBoolean()).peers()).hasSizeLessThan(10);
            } else if (body != null) {
              long _ = UdpAnnounce.connection(body);
            }
          } catch (TrackerException e) {
            assertThat(e.sentence()).isNotBlank();
          }
        });
  }

  @Test
  void anyAddressIsParsedOrRefused() {
    Seeds.check(
        3_000,
        (_, random) -> {
          StringBuilder text = new StringBuilder("http://t:1/a".substring(0, random.nextInt(13)));
          for (int i = random.nextInt(20); i > 0; i--) {
            text.append(
                (char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65536)));
          }
          try {
            TrackerUrl url = TrackerUrl.parse(text.toString());
            Announce announce = Samples.announce(Announce.Event.NONE);
            assertThat(HttpAnnounce.request(url, announce).getRawQuery()).contains("info_hash=");
          } catch (TrackerException e) {
            assertThat(e.reason()).isEqualTo(TrackerException.Reason.UNSUPPORTED);
          }
        });
  }

  /**
   * However trackers behave: none is asked before its time, nor too often; one that answers is told
   * of the start first and of the completion once; and as long as any works, one is found.
   */
  @Test
  void tiersAreFairWhateverTrackersDo() {
    Seeds.check(300, (_, random) -> new Life(random).run());
  }

  /** Some hours of a share with trackers of all kinds. */
  private static final class Life {
    private final Random random;
    private final TrackerTiers tiers;
    private final boolean startsComplete;
    private final Map<String, Long> notBefore = new HashMap<>();
    private final Map<String, List<Announce.Event>> heard = new HashMap<>();
    private final Set<String> failing = new HashSet<>();
    private long now;

    Life(Random random) {
      this.random = random;
      startsComplete = random.nextInt(4) == 0;
      List<List<String>> urls = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        List<String> tier = new ArrayList<>();
        for (int j = 0; j < 1 + random.nextInt(3); j++) {
          tier.add("t" + i + j);
        }
        urls.add(tier);
      }
      tiers = new TrackerTiers(urls, 1, startsComplete, random, now);
    }

    void run() {
      int visits = 0;
      for (int i = 0; i < 400; i++) {
        switch (random.nextInt(30)) {
          case 0 -> {
            tiers.completed(now);
            // Whoever works may be told at once, however short ago it was asked.
            notBefore.keySet().removeIf(url -> !failing.contains(url));
          }
          case 1 -> {
            tiers.askNow(now);
            notBefore.replaceAll((url, at) -> failing.contains(url) ? Math.min(at, now) : at);
          }
          default -> {}
        }
        long next = tiers.nextMillis();
        assertThat(next <= now || tiers.next(now).isEmpty()).isTrue();
        assertThat(next).isLessThanOrEqualTo(now + TrackerTiers.INTERVAL_MILLIS_MAX);
        now = Math.max(now, next);
        visit(tiers.next(now).orElseThrow());
        visits++;
      }
      assertThat(now / 1_000).as("pace of %d visits", visits).isGreaterThan(visits * 5L);
      for (List<Announce.Event> events : heard.values()) {
        assertThat(events.getFirst()).isEqualTo(Announce.Event.STARTED);
        assertThat(events.stream().filter(Announce.Event.STARTED::equals)).hasSize(1);
        long completions = events.stream().filter(Announce.Event.COMPLETED::equals).count();
        assertThat(completions).isLessThanOrEqualTo(startsComplete ? 0 : 1);
      }
    }

    private void visit(Visit visit) {
      String url = visit.url();
      assertThat(now).isGreaterThanOrEqualTo(notBefore.getOrDefault(url, 0L));
      now += random.nextInt(2_000);
      if (random.nextInt(3) == 0) {
        failing.add(url);
        notBefore.put(url, now + 30_000);
        tiers.visited(List.of(new Outcome.Failed(failure())), now);
      } else {
        failing.remove(url);
        notBefore.put(url, now + TrackerTiers.INTERVAL_MILLIS_MIN);
        heard
            .computeIfAbsent(url, _ -> new ArrayList<>())
            .add(visit.questions().getFirst().event());
        TrackerAnswer answer = Samples.answer(random.nextInt(10_000), random.nextInt(1_000));
        tiers.visited(List.of(new Outcome.Answered(answer)), now);
        assertThat(tiers.nextMillis())
            .isGreaterThanOrEqualTo(now + TrackerTiers.INTERVAL_MILLIS_MIN);
      }
    }

    private TrackerException failure() {
      return random.nextBoolean()
          ? TrackerException.timedOut("Dead.")
          : TrackerException.refused("no", OptionalLong.of(60_000L + random.nextInt(600_000)));
    }
  }
}
