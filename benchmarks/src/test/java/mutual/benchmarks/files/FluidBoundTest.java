package mutual.benchmarks.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What keeps everybody waiting is one of three things. */
final class FluidBoundTest {
  @Test
  void theSeedersLinkOutIfEverybodyIsAlike() {
    // All together: 8 x 100 through 9 x 10 takes less.
    assertThat(FluidBound.seconds(100, 10, 8, 10, 10)).isEqualTo(10);
  }

  @Test
  void aFetchersLinkInIfThatIsTheSlowest() {
    assertThat(FluidBound.seconds(100, 10, 8, 10, 5)).isEqualTo(20);
  }

  @Test
  void allLinksOutTogetherIfFetchersGiveLittle() {
    assertThat(FluidBound.seconds(100, 10, 8, 1, 100)).isEqualTo(800 / 18.0);
  }
}
