package mutual.bank;

/** What took an exchange to a state; {@link #code} is its number in snapshots. */
enum ExchangeEvent {
  REQUESTED(1, "requested"),
  APPROVED(2, "approved and held"),
  DECLINED(3, "declined"),
  PARTNER_APPROVED(4, "approved by the issuer"),
  PARTNER_DECLINED(5, "declined by the partner"),
  UNANSWERED(6, "not answered in time"),
  MACHINE_CONFIRMED(7, "paid out by the machine"),
  MACHINE_REVERSED(8, "not paid out by the machine"),
  PARTNER_CONFIRMED(9, "confirmed by the acquirer"),
  PARTNER_CONFIRMED_LATE(10, "confirmed by the acquirer after the release, and honoured"),
  PARTNER_REVERSED(11, "reversed by the acquirer"),
  REVERSED_UNSEEN(12, "reversed before the request arrived"),
  ACKNOWLEDGED(13, "acknowledged by the partner"),
  CONTRADICTED(14, "contradicted by the partner"),
  OFFERED(15, "held and offered"),
  ACCEPTED(16, "accepted and credited"),
  PARTNER_ACCEPTED(17, "accepted by the receiver"),
  PERSON_CONFIRMED(18, "paid out, says a person"),
  PERSON_REVERSED(19, "not paid out, says a person"),
  PERSON_WROTE_OFF(20, "written off by a person");

  private static final ExchangeEvent[] BY_CODE = values();

  private final int code;
  private final String text;

  ExchangeEvent(int code, String text) {
    this.code = code;
    this.text = text;
  }

  int code() {
    return code;
  }

  String text() {
    return text;
  }

  static ExchangeEvent ofCode(int code) {
    return BY_CODE[code - 1];
  }
}
