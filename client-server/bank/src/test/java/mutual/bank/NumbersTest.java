package mutual.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void accountNumbersCarryCheckDigits() {
    assertThat(new AccountNumber("NORT", 1)).hasToString("XM67NORT0000000001");
    assertThat(AccountNumber.parse("XM67NORT0000000001")).isEqualTo(new AccountNumber("NORT", 1));
  }

  @Test
  void aWrongDigitOrTwoSwappedAreNoticed() {
    String number = new AccountNumber("SOUT", 1_234_567_890).toString();
    for (int i = 2; i < number.length(); i++) {
      char other = Character.isDigit(number.charAt(i)) ? next(number.charAt(i)) : 'Z';
      String wrong = number.substring(0, i) + other + number.substring(i + 1);
      assertThat(AccountNumber.parse(wrong)).as(wrong).isNull();
    }
    for (int i = 8; i < number.length() - 1; i++) {
      char[] swapped = number.toCharArray();
      swapped[i] = number.charAt(i + 1);
      swapped[i + 1] = number.charAt(i);
      assertThat(AccountNumber.parse(new String(swapped))).isNull();
    }
  }

  private static char next(char digit) {
    return digit == '9' ? '0' : (char) (digit + 1);
  }

  @Test
  void whatIsNotOfTheFormIsNoAccountNumber() {
    assertThat(AccountNumber.parse("")).isNull();
    assertThat(AccountNumber.parse("XM67NORT000000000")).isNull();
    assertThat(AccountNumber.parse("XM67nort0000000001")).isNull();
    assertThat(AccountNumber.parse("DE36NORT0000000001")).isNull();
    assertThat(AccountNumber.parse("XM67NORT00000000x1")).isNull();
    assertThat(AccountNumber.parse("XM00NORT0000000001")).isNull();
    assertThatThrownBy(() -> new AccountNumber("NORTH", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cardNumbersCarryALuhnDigit() {
    String card = CardNumber.of("999001", 1);
    assertThat(card).hasSize(16).startsWith("999001000000001");
    assertThat(CardNumber.isWellFormed(card)).isTrue();
    assertThat(CardNumber.isWellFormed("4111111111111111")).isTrue();
    assertThat(CardNumber.isWellFormed("4111111111111112")).isFalse();
    assertThat(CardNumber.isWellFormed("411111111111111a")).isFalse();
    assertThat(CardNumber.isWellFormed("18")).isFalse();
    assertThat(CardNumber.sequence(card)).isEqualTo(1);
  }
}
