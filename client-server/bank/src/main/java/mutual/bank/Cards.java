package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bank's cards, numbered from 1, and the check of their PINs. */
final class Cards {
  private final List<Card> cards = new ArrayList<>();
  private String prefix = "";

  void prefix(String digits) {
    prefix = digits;
  }

  int count() {
    return cards.size();
  }

  Card issue(Account account, int expiresYearMonth, long dailyLimit, int dailyCount) {
    String number = CardNumber.of(prefix, cards.size() + 1);
    Card card = new Card(number, account, expiresYearMonth, dailyLimit, dailyCount);
    cards.add(card);
    account.cards.add(card);
    return card;
  }

  boolean isOwn(String number) {
    return number.startsWith(prefix);
  }

  @Nullable Card find(String number) {
    if (!isOwn(number) || number.length() != CardNumber.DIGITS) {
      return null;
    }
    if (!CardNumber.isWellFormed(number)) {
      return null;
    }
    int index = CardNumber.sequence(number) - 1;
    return index < 0 || index >= cards.size() ? null : cards.get(index);
  }

  /** A card that was just checked. */
  Card get(String number) {
    return Objects.requireNonNull(find(number));
  }

  /** Why this number is no card to serve; null if it is one, whatever its state. */
  @Nullable Refusal numberRefusal(String number) {
    if (!CardNumber.isWellFormed(number)) {
      return Refusal.CARD_MALFORMED;
    }
    if (!isOwn(number)) {
      return Refusal.CARD_ISSUER_UNKNOWN;
    }
    return find(number) == null ? Refusal.CARD_UNKNOWN : null;
  }

  /**
   * Why this card with this PIN is not served; null if it is. A wrong PIN costs a try, a right one
   * gives all tries back. A PIN that could not be read (null) is wrong, but was no guess.
   */
  Reply.@Nullable Refused check(String number, @Nullable PinVerifier pin, Entry entry) {
    Refusal refusal = numberRefusal(number);
    if (refusal != null) {
      return new Reply.Refused(refusal, -1);
    }
    Card card = get(number);
    PinVerifier expected = card.pin;
    if (entry.yearMonth() > card.expiresYearMonth) {
      return new Reply.Refused(Refusal.CARD_EXPIRED, -1);
    }
    if (card.blocked || card.pinTriesLeft == 0) {
      return new Reply.Refused(Refusal.CARD_BLOCKED, -1);
    }
    if (expected == null) {
      return new Reply.Refused(Refusal.CARD_INACTIVE, -1);
    }
    if (pin == null) {
      return new Reply.Refused(Refusal.PIN_WRONG, card.pinTriesLeft);
    }
    if (!MessageDigest.isEqual(pin.bytes(), expected.bytes())) {
      card.pinTriesLeft--;
      return new Reply.Refused(Refusal.PIN_WRONG, card.pinTriesLeft);
    }
    card.pinTriesLeft = Card.PIN_TRIES;
    return null;
  }

  List<Card> after(@Nullable String number, int max) {
    Card last = number == null ? null : find(number);
    int from = last == null ? 0 : CardNumber.sequence(last.number);
    return cards.subList(from, (int) Math.min(cards.size(), (long) from + Math.max(max, 0)));
  }

  void writeSnapshot(DataOutput out) throws IOException {
    out.writeInt(cards.size());
    for (Card card : cards) {
      out.writeLong(card.account.id);
      out.writeInt(card.expiresYearMonth);
      out.writeLong(card.dailyLimit);
      out.writeInt(card.dailyCount);
      out.writeBoolean(card.blocked);
      out.writeByte(card.pinTriesLeft);
      PinVerifier pin = card.pin;
      Stored.putBytes(out, pin == null ? null : pin.bytes());
      out.writeLong(card.day);
      out.writeLong(card.withdrawnToday);
      out.writeInt(card.withdrawalsToday);
    }
  }

  void readSnapshot(DataInput in, BankLimits limits, Chart chart) throws IOException {
    for (int i = Stored.count(in.readInt(), limits.cardsMax()); i > 0; i--) {
      Account account = chart.get(in.readLong());
      Card card = issue(account, in.readInt(), in.readLong(), in.readInt());
      card.blocked = in.readBoolean();
      card.pinTriesLeft = in.readByte();
      byte[] pin = Stored.bytes(in);
      card.pin = pin == null ? null : new PinVerifier(pin);
      card.day = in.readLong();
      card.withdrawnToday = in.readLong();
      card.withdrawalsToday = in.readInt();
    }
  }
}
