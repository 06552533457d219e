package mutual.cashmachine.kiosk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import mutual.cashmachine.Cassette;
import mutual.cashmachine.JournalEntry;
import mutual.cashmachine.MachineStatus;
import mutual.cashmachine.MaskedCard;
import mutual.cashmachine.MoneyText;
import mutual.cashmachine.Notes;
import mutual.cashmachine.OpenTransaction;
import mutual.cashmachine.devices.Contents;
import mutual.cashmachine.devices.CutPoint;
import mutual.cashmachine.devices.Fault;
import mutual.cashmachine.node.CashMachineNode;
import mutual.pages.Tone;
import org.jspecify.annotations.Nullable;

/** The machine's inside as its template needs it. */
public record AttendantView(
    String machineName,
    MachineStatus status,
    @Nullable String message,
    List<Place> places,
    List<Integer> denominations,
    List<String> open,
    List<Item> attention,
    List<Switch> faults,
    List<Point> cutPoints,
    List<String> retained,
    List<String> journal,
    String currency) {
  /** Journal lines shown. */
  private static final int JOURNAL_SHOWN_MAX = 60;

  public record Place(String name, String notes, String worth) {}

  public record Item(String id, String text) {}

  public record Switch(String name, String title, String meaning, boolean on) {}

  public record Point(String name, String meaning, boolean chosen) {}

  static AttendantView of(CashMachineNode node, @Nullable String message) {
    Contents contents = node.contents();
    String currency = node.profile().currency();
    List<Place> places = new ArrayList<>();
    for (Cassette cassette : contents.cassettes()) {
      places.add(
          new Place(
              "Cassette of " + MoneyText.of(cassette.denomination(), currency),
              cassette.notes() + " of " + cassette.capacity(),
              MoneyText.exact((long) cassette.denomination() * cassette.notes(), currency)));
    }
    places.add(place("Shutter", contents.shutter(), currency));
    places.add(place("Reject bin", contents.reject(), currency));
    places.add(place("Escrow", contents.escrow(), currency));
    places.add(place("Deposit bin", contents.deposits(), currency));
    places.add(new Place("Everything", "", MoneyText.exact(contents.inside().total(), currency)));
    Set<Fault> on = node.faults();
    CutPoint cut = node.powerCutAt();
    return new AttendantView(
        node.profile().name(),
        node.status(),
        message,
        places,
        contents.cassettes().stream().map(Cassette::denomination).distinct().toList(),
        node.open().stream().map(t -> describe(t, currency)).toList(),
        node.attention().stream().map(e -> new Item(e.id().toString(), e.toString())).toList(),
        Arrays.stream(Fault.values())
            .map(f -> new Switch(f.name(), f.title(), f.meaning(), on.contains(f)))
            .toList(),
        Arrays.stream(CutPoint.values())
            .map(p -> new Point(p.name(), p.meaning(), p == cut))
            .toList(),
        contents.retained().stream().map(MaskedCard::of).toList(),
        node.journal(JOURNAL_SHOWN_MAX).stream().map(AttendantView::line).toList(),
        currency);
  }

  private static Place place(String name, Notes notes, String currency) {
    return new Place(name, notes.toString(), MoneyText.exact(notes.total(), currency));
  }

  private static String describe(OpenTransaction transaction, String currency) {
    return switch (transaction) {
      case OpenTransaction.Withdrawal w ->
          "Withdrawal of %s with card %s, %s, %s"
              .formatted(MoneyText.of(w.amount(), currency), w.card(), w.stage(), w.id());
      case OpenTransaction.Deposit d ->
          "Deposit of %s with card %s, %s, %s"
              .formatted(MoneyText.of(d.notes().total(), currency), d.card(), d.stage(), d.id());
    };
  }

  private static String line(JournalEntry entry) {
    return Instant.ofEpochMilli(entry.atMillis()) + " " + entry;
  }

  public String service() {
    return status.service().name().replace('_', ' ');
  }

  public List<String> reasons() {
    return status.reasons();
  }

  public Tone tone() {
    return switch (status.service()) {
      case IN_SERVICE -> Tone.GOOD;
      case NO_CASH, STARTING -> Tone.WARN;
      case OUT_OF_SERVICE -> Tone.BAD;
    };
  }

  public String money(long minorUnits) {
    return MoneyText.of(minorUnits, currency);
  }
}
