package mutual.bank;

import java.util.UUID;

/**
 * What one bank tells another about an exchange. May be sent any number of times; docs/exchanges.md
 * tables states and messages.
 */
public sealed interface PartnerMessage {
  UUID id();

  default Kind kind() {
    return switch (this) {
      case Authorise _ -> Kind.AUTHORISE;
      case Confirm _ -> Kind.CONFIRM;
      case Reverse _ -> Kind.REVERSE;
      case Offer _ -> Kind.OFFER;
    };
  }

  /** {@link #code} is its number in the log and never changes. */
  enum Kind {
    AUTHORISE(1),
    CONFIRM(2),
    REVERSE(3),
    OFFER(4);

    private static final Kind[] BY_CODE = values();

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }

    public static Kind ofCode(int code) {
      return BY_CODE[code - 1];
    }
  }

  /** Acquirer to issuer: may I pay out? */
  record Authorise(
      UUID id,
      String card,
      byte[] sealedPin,
      long amount,
      long fee,
      String currency,
      String machine)
      implements PartnerMessage {
    public Authorise {
      Shape.text("card", card);
      Shape.sealedPin(sealedPin);
      Shape.text("currency", currency);
      Shape.text("machine", machine);
    }
  }

  /** Acquirer to issuer: paid out. */
  record Confirm(UUID id, long dispensed, long fee, String currency) implements PartnerMessage {
    public Confirm {
      Shape.text("currency", currency);
    }
  }

  /** Acquirer to issuer: not paid out. */
  record Reverse(UUID id) implements PartnerMessage {}

  /** Sender to receiver: credit this account with money that I hold. */
  record Offer(UUID id, String from, String to, long amount, String currency, String reference)
      implements PartnerMessage {
    public Offer {
      Shape.text("from", from);
      Shape.text("to", to);
      Shape.text("currency", currency);
      Shape.reference(reference);
    }
  }
}
