package mutual.bankserver;

import java.util.function.Function;
import mutual.bank.Refusal;

/** What came of a request to the bank: it was done, or it was refused and nothing changed. */
public sealed interface Outcome<T> {
  record Done<T>(T value) implements Outcome<T> {}

  /**
   * @param pinTriesLeft after a wrong PIN; -1 otherwise
   */
  record Refused<T>(Refusal refusal, int pinTriesLeft) implements Outcome<T> {}

  static <T> Outcome<T> refused(Refusal refusal) {
    return new Refused<>(refusal, -1);
  }

  default <S> Outcome<S> map(Function<? super T, ? extends S> step) {
    return switch (this) {
      case Done<T>(T value) -> new Done<>(step.apply(value));
      case Refused<T>(Refusal refusal, int pinTriesLeft) -> new Refused<>(refusal, pinTriesLeft);
    };
  }

  /** The value; a refusal becomes an {@link IllegalStateException} that names it. */
  default T orThrow() {
    return switch (this) {
      case Done<T>(T value) -> value;
      case Refused<T>(Refusal refusal, int _) ->
          throw new IllegalStateException("refused: " + refusal);
    };
  }
}
