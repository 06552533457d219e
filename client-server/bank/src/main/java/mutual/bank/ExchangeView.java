package mutual.bank;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An exchange as it stands: a withdrawal or a credit transfer, on-us or with a partner.
 *
 * @param account this bank's customer's account, where there is one
 * @param counterparty the account at the other bank, of a credit transfer
 * @param dispensed what was paid out, as far as is known; 0 before
 * @param outstanding the message that the partner has not acknowledged, if any
 * @param refusal why it was declined, if it was
 */
public record ExchangeView(
    UUID id,
    Role role,
    State state,
    @Nullable String partner,
    @Nullable String machine,
    @Nullable String card,
    @Nullable String account,
    @Nullable String counterparty,
    long amount,
    long dispensed,
    long fee,
    String currency,
    PartnerMessage.@Nullable Kind outstanding,
    @Nullable Refusal refusal,
    int pinTriesLeft,
    long available,
    long createdMillis,
    List<Step> history) {
  public enum Role {
    ON_US(1),
    ACQUIRER(2),
    ISSUER(3),
    SENDER(4),
    RECEIVER(5);

    private static final Role[] BY_CODE = values();

    private final int code;

    Role(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Role ofCode(int code) {
      return BY_CODE[code - 1];
    }
  }

  public enum State {
    /** Acquirer: asked, no answer yet. */
    REQUESTED(1),
    /** Acquirer, on-us: the machine may pay out. */
    APPROVED(2),
    DECLINED(3),
    /** Acquirer: the machine paid out; the issuer has not acknowledged yet. */
    CONFIRMING(4),
    /** Acquirer: not paid out; the issuer has not acknowledged yet. */
    REVERSING(5),
    /** Issuer: approved, the money is held. */
    HELD(6),
    /** The money has moved. Final. */
    COMPLETED(7),
    /** Nothing has moved. Final. */
    REVERSED(8),
    /** Sender: held, and offered to the receiver. */
    OFFERED(9),
    /** The two banks' accounts of it cannot be brought together by machines; a person must look. */
    DISPUTED(10);

    private static final State[] BY_CODE = values();

    private final int code;

    State(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static State ofCode(int code) {
      return BY_CODE[code - 1];
    }
  }

  /** One entry of the exchange's history. */
  public record Step(long timestampMillis, State state, String event) {}
}
