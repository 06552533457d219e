package mutual.bank;

import mutual.bank.Bank.CardView.Status;
import org.jspecify.annotations.Nullable;

/** A card of this bank. */
final class Card {
  static final int PIN_TRIES = 3;

  final String number;
  final Account account;
  final int expiresYearMonth;
  final long dailyLimit;
  final int dailyCount;
  boolean blocked;
  int pinTriesLeft = PIN_TRIES;
  @Nullable PinVerifier pin;

  /** The day that the next two count. */
  long day;

  long withdrawnToday;
  int withdrawalsToday;

  Card(String number, Account account, int expiresYearMonth, long dailyLimit, int dailyCount) {
    this.number = number;
    this.account = account;
    this.expiresYearMonth = expiresYearMonth;
    this.dailyLimit = dailyLimit;
    this.dailyCount = dailyCount;
  }

  Status status() {
    if (blocked) {
      return Status.BLOCKED;
    }
    if (pinTriesLeft == 0) {
      return Status.PIN_BLOCKED;
    }
    return pin == null ? Status.INACTIVE : Status.ACTIVE;
  }

  void beginDay(long today) {
    if (day != today) {
      day = today;
      withdrawnToday = 0;
      withdrawalsToday = 0;
    }
  }

  /** Why it may not withdraw this much more today; null if it may. */
  @Nullable Refusal dailyRefusal(long amount, long today) {
    beginDay(today);
    if (withdrawalsToday >= dailyCount) {
      return Refusal.DAILY_COUNT_REACHED;
    }
    return amount > dailyLimit - withdrawnToday ? Refusal.DAILY_LIMIT_REACHED : null;
  }

  void withdraw(long amount, long today) {
    beginDay(today);
    withdrawnToday += amount;
    withdrawalsToday++;
  }

  /** Gives back what was not paid out, if that is still the same day. */
  void giveBack(long amount, int count, long dayOfWithdrawal) {
    if (day == dayOfWithdrawal) {
      withdrawnToday -= amount;
      withdrawalsToday -= count;
    }
  }
}
