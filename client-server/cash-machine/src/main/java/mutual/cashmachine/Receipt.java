package mutual.cashmachine;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;

/** What is printed of one transaction. */
record Receipt(List<String> lines) {
  private static final int WIDTH = 36;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  Receipt {
    lines = List.copyOf(lines);
  }

  /**
   * @param amounts label and amount in turn, one pair a line
   */
  static Receipt of(
      Session session, String kind, UUID id, OptionalLong available, List<String> amounts) {
    MachineProfile profile = session.machine().profile();
    List<String> lines = new ArrayList<>();
    lines.add(profile.bankName());
    lines.add("Cash machine " + profile.name());
    lines.add(TIME.format(Instant.ofEpochMilli(session.machine().now())));
    lines.add("");
    lines.add(pair("Card", session.maskedCard()));
    lines.add(kind);
    for (int i = 0; i + 1 < amounts.size(); i += 2) {
      lines.add(pair(amounts.get(i), amounts.get(i + 1)));
    }
    available.ifPresent(a -> lines.add(pair("Available", session.exact(a))));
    lines.add("");
    lines.add("Reference");
    lines.add(id.toString());
    return new Receipt(lines);
  }

  private static String pair(String label, String value) {
    return label + " ".repeat(Math.max(1, WIDTH - label.length() - value.length())) + value;
  }
}
