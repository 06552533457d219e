package mutual.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @Test
  void amountsAreGroupedByThreeWithTheCurrencysFraction() {
    assertThat(plain(Format.amount(0, "EUR"))).isEqualTo("0.00");
    assertThat(plain(Format.amount(5, "EUR"))).isEqualTo("0.05");
    assertThat(plain(Format.amount(99_999, "EUR"))).isEqualTo("999.99");
    assertThat(plain(Format.amount(123_456_789, "EUR"))).isEqualTo("1 234 567.89");
    assertThat(plain(Format.amount(-100_000, "EUR"))).isEqualTo("-1 000.00");
    assertThat(plain(Format.amount(1_500, "JPY"))).isEqualTo("1 500");
    assertThat(plain(Format.amount(1_500, "KWD"))).isEqualTo("1.500");
    assertThat(plain(Format.amount(1_500, "???"))).isEqualTo("15.00");
    assertThat(plain(Format.money(1_500, "EUR"))).isEqualTo("15.00 EUR");
  }

  @Test
  void theExtremeAmountsDoNotOverflow() {
    assertThat(plain(Format.amount(Long.MAX_VALUE, "EUR"))).isEqualTo("92 233 720 368 547 758.07");
    assertThat(plain(Format.amount(Long.MIN_VALUE, "EUR"))).isEqualTo("-92 233 720 368 547 758.08");
    assertThat(plain(Format.count(Long.MIN_VALUE))).isEqualTo("-9 223 372 036 854 775 808");
  }

  @Test
  void movementsAlwaysShowTheirSign() {
    assertThat(plain(Format.signedAmount(100, "EUR"))).isEqualTo("+1.00");
    assertThat(plain(Format.signedAmount(-100, "EUR"))).isEqualTo("-1.00");
    assertThat(plain(Format.signedAmount(0, "EUR"))).isEqualTo("0.00");
  }

  @Test
  void amountsAreReadAsPeopleWriteThem() {
    assertThat(Format.parseAmount("12", "EUR")).hasValue(1200);
    assertThat(Format.parseAmount(" 1 200,5 ", "EUR")).hasValue(120_050);
    assertThat(Format.parseAmount(Format.amount(123_456_789, "EUR"), "EUR")).hasValue(123_456_789);
    assertThat(Format.parseAmount("1500", "JPY")).hasValue(1500);
    assertThat(Format.parseAmount("999999999999999", "KWD")).hasValue(999_999_999_999_999_000L);
    for (String no : List.of("", "-1", "1.234", "1,2,3", "1e5", "12 EUR", ".5", "1".repeat(16))) {
      assertThat(Format.parseAmount(no, "EUR")).as(no).isEmpty();
    }
  }

  @Test
  void countsAgreeWithTheirNoun() {
    assertThat(plain(Format.count(1, "note", "notes"))).isEqualTo("1 note");
    assertThat(plain(Format.count(2_000, "note", "notes"))).isEqualTo("2 000 notes");
  }

  @Test
  void sizesHaveThreeFigures() {
    assertThat(plain(Format.bytes(0))).isEqualTo("0 B");
    assertThat(plain(Format.bytes(1023))).isEqualTo("1023 B");
    assertThat(plain(Format.bytes(1024))).isEqualTo("1.00 KiB");
    assertThat(plain(Format.bytes(15L << 20))).isEqualTo("15.0 MiB");
    assertThat(plain(Format.rate(1.5 * (1 << 20)))).isEqualTo("1.50 MiB/s");
    assertThat(plain(Format.bytes(Long.MAX_VALUE))).isEqualTo("8.00 EiB");
  }

  @Test
  void durationsHaveAtMostTwoParts() {
    assertThat(plain(Format.duration(Duration.ofMillis(250)))).isEqualTo("250 ms");
    assertThat(plain(Format.duration(Duration.ofSeconds(59)))).isEqualTo("59 s");
    assertThat(plain(Format.duration(Duration.ofSeconds(125)))).isEqualTo("2 min 5 s");
    assertThat(plain(Format.duration(Duration.ofHours(2)))).isEqualTo("2 h");
    assertThat(plain(Format.duration(Duration.ofHours(49)))).isEqualTo("2 d 1 h");
  }

  @Test
  void timesAreToldFromNow() {
    assertThat(plain(Format.relative(NOW.minusSeconds(2), NOW))).isEqualTo("just now");
    assertThat(plain(Format.relative(NOW.minusSeconds(90), NOW))).isEqualTo("1 min ago");
    assertThat(plain(Format.relative(NOW.plusSeconds(7200), NOW))).isEqualTo("in 2 h");
    assertThat(Format.exact(NOW)).isEqualTo("23 Nov 2026, 10:00:00 UTC");
  }

  @Test
  void numbersOfCardsAndAccountsAreReadInFours() {
    assertThat(plain(Format.account("XM36NORT0000000001"))).isEqualTo("XM36 NORT 0000 0000 01");
    assertThat(Format.account("SOUT north-1")).isEqualTo("SOUT north-1");
    assertThat(Format.cardShort("9990010000000017")).startsWith("999001").endsWith("0017");
    assertThat(Format.sentence("OUT_OF_SERVICE")).isEqualTo("Out of service");
  }

  /** With common spaces and a hyphen, so that expectations can be read. */
  private static String plain(String text) {
    return text.replace('\u202f', ' ').replace('\u00a0', ' ').replace('\u2212', '-');
  }
}
