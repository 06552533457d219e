package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteRangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=0-0                  | 10 | 0-0
          bytes=2-5                  | 10 | 2-5
          Bytes= 2-5                 | 10 | 2-5
          bytes=2-                   | 10 | 2-9
          bytes=9-                   | 10 | 9-9
          bytes=2-100                | 10 | 2-9
          bytes=-3                   | 10 | 7-9
          bytes=-30                  | 10 | 0-9
          bytes=10-                  | 10 | nowhere
          bytes=10-12                | 10 | nowhere
          bytes=-0                   | 10 | nowhere
          bytes=0-                   | 0  | nowhere
          bytes=-1                   | 0  | nowhere
          bytes=5-2                  | 10 | whole
          bytes=-                    | 10 | whole
          bytes=                     | 10 | whole
          bytes=a-b                  | 10 | whole
          bytes=1-2,4-5              | 10 | whole
          lines=1-2                  | 10 | whole
          bytes=--5                  | 10 | whole
          bytes=5000000000-          | 5368709120 | 5000000000-5368709119
          bytes=9999999999999999999- | 10 | whole
          """)
  void readsRangesAsTheStandardSays(String header, long length, String expected) {
    assertThat(text(ByteRange.of(header, null, length, "\"a\""))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'\"a\"',2-5", "'\"b\"',whole", "'W/\"a\"',whole", "'Thu, 26 Nov 2026',whole"})
  void aRangeOfOtherContentIsIgnored(String ifRange, String expected) {
    assertThat(text(ByteRange.of("bytes=2-5", ifRange, 10, "\"a\""))).isEqualTo(expected);
  }

  private static String text(ByteRange range) {
    return switch (range) {
      case ByteRange.Whole _ -> "whole";
      case ByteRange.Nowhere _ -> "nowhere";
      case ByteRange.Part(long first, long last) -> first + "-" + last;
    };
  }
}
