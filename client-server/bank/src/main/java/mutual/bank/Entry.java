package mutual.bank;

import java.time.LocalDate;

/** The time of the log entry being applied, and the UTC day and month it lies in. */
final class Entry {
  private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

  private long millis;
  private long day = -1;
  private int yearMonth;

  void begin(long timestampMillis) {
    millis = timestampMillis;
    long newDay = day(timestampMillis);
    if (newDay != day) {
      day = newDay;
      LocalDate date = LocalDate.ofEpochDay(newDay);
      yearMonth = date.getYear() * 12 + date.getMonthValue() - 1;
    }
  }

  long millis() {
    return millis;
  }

  static long day(long timestampMillis) {
    return timestampMillis / DAY_MILLIS;
  }

  /** Days since 1970-01-01 UTC. */
  long day() {
    return day;
  }

  /** Year times 12 plus month (0 to 11). */
  int yearMonth() {
    return yearMonth;
  }
}
