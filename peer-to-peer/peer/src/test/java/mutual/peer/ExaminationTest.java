package mutual.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mutual.peer.Finding.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found of a peer, and what is advised. */
final class ExaminationTest {
  @TempDir Path folder;

  private static Optional<Level> clock(long... secondsAhead) {
    return Examination.clock(
            java.util.Arrays.stream(secondsAhead).mapToObj(Duration::ofSeconds).toList())
        .map(Finding::level);
  }

  @Test
  void theClockIsDoubtedWhenTwoContactsAgreeThatItIsWrong() {
    assertThat(clock()).isEmpty();
    assertThat(clock(500)).as("either may be wrong").isEmpty();
    assertThat(clock(0, 500)).contains(Level.GOOD);
    assertThat(clock(0, 1, 500)).contains(Level.GOOD);
    assertThat(clock(490, 500)).contains(Level.BAD);
    assertThat(clock(0, -490, -500)).contains(Level.BAD);
    assertThat(
            Examination.clock(List.of(Duration.ofSeconds(-90), Duration.ofSeconds(-91)))
                .orElseThrow()
                .found())
        .contains("90 s ahead of");
  }

  @Test
  void adviceFitsTheReason() {
    assertThat(Examination.advice("x:1: x:1 is not node A: Another node answered, with the key B"))
        .contains("whether its key has changed");
    assertThat(Examination.advice("x:1: This node does not expect the key A"))
        .contains("has removed you");
    assertThat(Examination.advice("No address of it is known yet")).contains("invitation");
    assertThat(Examination.advice("x:1: Connection refused")).contains("switched off");
  }

  @Test
  void itSaysWhoAnswersAndWhoDoesNot() throws Exception {
    try (PeerNode ann = TestPeer.start(folder.resolve("ann"), "Ann")) {
      try (PeerNode bob = TestPeer.start(folder.resolve("bob"), "Bob")) {
        TestPeer.introduce(ann, bob);
        assertThat(ann.examine())
            .anySatisfy(
                finding -> {
                  assertThat(finding.about()).isEqualTo("contacts");
                  assertThat(finding.found()).isEqualTo("1 of 1 answer.");
                })
            .anySatisfy(finding -> assertThat(finding.found()).contains("this machine only"))
            .noneMatch(finding -> finding.level() == Level.BAD);
        bob.overlay().contacts().remove(ann.id());
        assertThat(ann.examine())
            .anySatisfy(
                finding -> {
                  assertThat(finding.about()).isEqualTo("Bob");
                  assertThat(finding.level()).isEqualTo(Level.WARNING);
                  assertThat(finding.advice()).contains("has removed you");
                });
      }
    }
  }

  @Test
  void theClocksOfContactsAreHeard() throws Exception {
    try (PeerNode ann = TestPeer.start(folder.resolve("ann"), "Ann");
        PeerNode bob = TestPeer.start(folder.resolve("bob"), "Bob");
        PeerNode cem = TestPeer.start(folder.resolve("cem"), "Cem")) {
      TestPeer.introduce(ann, bob);
      TestPeer.introduce(ann, cem);
      assertThat(ann.examine())
          .anySatisfy(
              finding -> {
                assertThat(finding.about()).isEqualTo("clock");
                assertThat(finding.level()).isEqualTo(Level.GOOD);
              });
    }
  }
}
