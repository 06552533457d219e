package mutual.files.swarm;

import static mutual.files.swarm.SwarmWorld.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import mutual.files.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Whole swarms on simulated links: everybody gets everything, in good time, in fair order. */
final class SwarmSimulation {
  private static final long MBIT = 1_000_000 / 8;
  private static final int PIECE_BYTES = 256 << 10;

  private static SwarmWorld world(long bytes, Random random) {
    return new SwarmWorld(new SwarmShape.Even(bytes, PIECE_BYTES), random);
  }

  @Test
  void eightPeersOnEvenLinksComeNearTheFluidBound(TestReporter reporter) {
    Seeds.check(
        3,
        (seed, random) -> {
          SwarmWorld world = world(64 << 20, random);
          world.latencyNanos = 5 * SwarmWorld.MILLI;
          world.add(true, 20 * MBIT, 20 * MBIT);
          for (int i = 0; i < 8; i++) {
            world.add(false, 20 * MBIT, 20 * MBIT);
          }
          world.mingle(8);
          assertThat(world.run(600 * SECOND)).isTrue();
          double ratio = world.lastSeconds() / world.fluidBoundSeconds();
          reporter.publishEntry(
              "8 even peers, seed " + seed, "%.3f of the fluid bound".formatted(ratio));
          assertThat(ratio).isLessThan(1.06);
        });
  }

  @Test
  void hundredsOfUnequalPeersFinish(TestReporter reporter) {
    Seeds.check(
        1,
        (seed, random) -> {
          SwarmWorld world = world(16 << 20, random);
          world.add(true, 20 * MBIT, 20 * MBIT);
          for (int i = 0; i < 250; i++) {
            world.add(false, (2 + random.nextInt(9)) * MBIT, (10 + random.nextInt(40)) * MBIT);
          }
          world.keepMingling(20);
          assertThat(world.run(3_000 * SECOND)).isTrue();
          double ratio = world.lastSeconds() / world.fluidBoundSeconds();
          reporter.publishEntry(
              "250 unequal peers, seed " + seed,
              "%.3f of the fluid bound, %.1f s".formatted(ratio, world.lastSeconds()));
          assertThat(ratio).isLessThan(2.5);
        });
  }

  @Test
  void churnLossAndPartitionsDelayButLoseNothing(TestReporter reporter) {
    Seeds.check(
        3,
        (seed, random) -> {
          SwarmWorld world = world(8 << 20, random);
          world.lossPerMille = 20;
          world.add(true, 10 * MBIT, 10 * MBIT);
          for (int i = 0; i < 40; i++) {
            world.add(false, 5 * MBIT, 10 * MBIT);
          }
          world.keepMingling(10);
          churn(world, random, 60);
          world.at(10 * SECOND, () -> partition(world, random));
          world.at(40 * SECOND, () -> world.members.forEach(member -> member.cut = 0));
          assertThat(world.run(1_000 * SECOND)).isTrue();
          reporter.publishEntry(
              "churn, loss, partition, seed " + seed,
              "%.1f s, bound without them %.1f s"
                  .formatted(world.lastSeconds(), world.fluidBoundSeconds()));
        });
  }

  private static void partition(SwarmWorld world, Random random) {
    for (SimulatedMember member : world.members) {
      member.cut = random.nextInt(2);
    }
    for (SimulatedMember member : world.members) {
      for (SimulatedLink link : List.copyOf(member.links)) {
        if (link.to.cut != member.cut) {
          link.close();
        }
      }
    }
  }

  private static void churn(SwarmWorld world, Random random, int times) {
    for (int i = 0; i < times; i++) {
      long at = random.nextLong(90 * SECOND);
      SimulatedMember member = world.members.get(1 + random.nextInt(world.members.size() - 1));
      world.at(at, member::leave);
      world.at(at + random.nextLong(10 * SECOND), () -> member.online = true);
    }
  }

  @Test
  void liarsAreFoundAndNobodyElseIsAccused(TestReporter reporter) {
    Seeds.check(
        5,
        (seed, random) -> {
          SwarmWorld world = world(8 << 20, random);
          world.add(true, 10 * MBIT, 10 * MBIT);
          for (int i = 0; i < 30; i++) {
            world.add(false, 5 * MBIT, 10 * MBIT);
          }
          for (int i = 0; i < 4; i++) {
            SimulatedMember liar = world.add(true, 10 * MBIT, 10 * MBIT);
            liar.lies = 20 + random.nextInt(80);
          }
          world.keepMingling(12);
          assertThat(world.run(1_000 * SECOND)).isTrue();
          int found = 0;
          for (SimulatedMember member : world.members) {
            for (Object accused : member.bannedByUs) {
              assertThat(((SimulatedMember) accused).lies).isPositive();
              found++;
            }
          }
          assertThat(found).isPositive();
          reporter.publishEntry("liars, seed " + seed, found + " bans, all of liars");
        });
  }

  @Test
  void whoGivesNothingWaitsLonger(TestReporter reporter) {
    Seeds.check(
        3,
        (seed, random) -> {
          SwarmWorld world = world(32 << 20, random);
          world.add(true, 10 * MBIT, 10 * MBIT);
          for (int i = 0; i < 40; i++) {
            world.add(false, 5 * MBIT, 20 * MBIT);
          }
          world.members.forEach(member -> member.swarm.settings(SwarmSettings.DEFAULT.slots(4)));
          for (int i = 0; i < 10; i++) {
            SimulatedMember rider = world.add(false, 5 * MBIT, 20 * MBIT);
            rider.gives = false;
          }
          world.keepMingling(20);
          assertThat(world.run(2_000 * SECOND)).isTrue();
          double givers = mean(world, true);
          double riders = mean(world, false);
          reporter.publishEntry(
              "free riders, seed " + seed,
              "givers %.1f s, riders %.1f s".formatted(givers, riders));
          assertThat(riders).isGreaterThan(givers);
        });
  }

  private static double mean(SwarmWorld world, boolean gives) {
    return world.members.stream()
        .filter(member -> !member.seed && member.gives == gives)
        .mapToDouble(SimulatedMember::seconds)
        .average()
        .orElse(0);
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    assertThat(history(7)).isEqualTo(history(7));
    assertThat(history(7)).isNotEqualTo(history(8));
  }

  private static List<Long> history(long seed) {
    SwarmWorld world = world(4 << 20, Seeds.random(seed));
    world.add(true, 10 * MBIT, 10 * MBIT);
    for (int i = 0; i < 12; i++) {
      world.add(false, 5 * MBIT, 10 * MBIT);
    }
    world.keepMingling(6);
    assertThat(world.run(500 * SECOND)).isTrue();
    return world.members.stream().map(member -> member.finishedNanos).toList();
  }
}
