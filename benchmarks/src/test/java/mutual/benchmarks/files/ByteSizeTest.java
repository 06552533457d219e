package mutual.benchmarks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "1KiB, 1024, 1 KiB",
    "64MiB, 67108864, 64 MiB",
    "1GiB, 1073741824, 1 GiB",
    "1024MiB, 1073741824, 1 GiB",
    "1024GiB, 1099511627776, 1024 GiB"
  })
  void sizesAreReadAndWritten(String text, long bytes, String written) {
    assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    assertThat(ByteSize.of(bytes)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1GB", "0MiB", "-1MiB", "1.5GiB", "1025GiB", "9999999999KiB"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 64MiB");
  }

  @Test
  void sizesOfARunReachTheSandboxAsTheyAre() {
    FilesBenchmark.Sizes sizes = FilesBenchmark.Sizes.full(ByteSize.parse("1GiB"));
    assertThat(FilesBenchmark.Sizes.parse(sizes.words())).isEqualTo(sizes);
  }
}
