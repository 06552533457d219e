package mutual.cashmachine.kiosk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mutual.cashmachine.Cassette;
import mutual.cashmachine.Key;
import mutual.cashmachine.MachineProfile;
import mutual.cashmachine.MoneyText;
import mutual.cashmachine.Notes;
import mutual.cashmachine.Screen;
import mutual.cashmachine.devices.Contents;
import mutual.cashmachine.node.CashMachineNode;
import mutual.cashmachine.node.DemoCard;
import mutual.cashmachine.node.Front;
import org.jspecify.annotations.Nullable;

/** The machine's front as its template needs it. */
public record FrontView(
    Front front, MachineProfile profile, List<DemoCard> demoCards, List<Integer> denominations) {
  public static final List<Key.Side> LEFT = List.of(Key.Side.A, Key.Side.B, Key.Side.C, Key.Side.D);
  public static final List<Key.Side> RIGHT =
      List.of(Key.Side.E, Key.Side.F, Key.Side.G, Key.Side.H);
  public static final List<String> DIGITS =
      List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "0");
  public static final List<String> LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars().mapToObj(Character::toString).toList();

  /** More notes than this are not drawn. */
  private static final int NOTES_DRAWN_MAX = 12;

  static FrontView of(CashMachineNode node) {
    Contents contents = node.contents();
    return new FrontView(
        node.front(),
        node.profile(),
        node.demoCards(),
        contents.cassettes().stream().map(Cassette::denomination).distinct().toList());
  }

  public Screen screen() {
    return front.screen();
  }

  public String bankName() {
    return profile.bankName();
  }

  public String machineName() {
    return profile.name();
  }

  public Screen.@Nullable Option option(Key.Side side) {
    return screen().options().stream().filter(o -> o.side() == side).findFirst().orElse(null);
  }

  /** True while letters may be typed. */
  public boolean letters() {
    Screen.Entry entry = screen().entry();
    return entry != null && entry.letters();
  }

  /** What is typed, for those who listen: a PIN's digits are only counted. */
  public String entrySpoken() {
    Screen.Entry entry = screen().entry();
    if (entry == null) {
      return "";
    }
    if (screen().kind() == Screen.Kind.PIN) {
      return entry.shown().length() + " digits typed";
    }
    return entry.shown().isEmpty() ? "nothing typed yet" : entry.shown();
  }

  public boolean idle() {
    return front.powerOn() && screen().kind() == Screen.Kind.IDLE;
  }

  public boolean counting() {
    return screen().kind() == Screen.Kind.COUNTING_CASH;
  }

  /** True while the machine works and nobody has to do anything. */
  public boolean busy() {
    return switch (screen().kind()) {
      case STARTING, WORKING, COUNTING_CASH, MOVING_NOTES -> true;
      case OUT_OF_SERVICE,
          IDLE,
          PIN,
          MENU,
          QUESTION,
          ENTRY,
          TAKE_CASH,
          INSERT_NOTES,
          RESULT,
          FAILED,
          TAKE_CARD,
          CARD_RETAINED ->
          false;
    };
  }

  public String cardState() {
    if (front.cardOut()) {
      return "out";
    }
    return front.cardIn() ? "in" : "empty";
  }

  public List<String> shutterNotes() {
    return drawn(front.shutter());
  }

  public List<String> escrowNotes() {
    return drawn(front.escrow());
  }

  private static List<String> drawn(Notes notes) {
    List<String> drawn = new ArrayList<>();
    for (Map.Entry<Integer, Integer> entry : notes.counts().entrySet()) {
      for (int i = 0; i < entry.getValue() && drawn.size() < NOTES_DRAWN_MAX; i++) {
        drawn.add(String.valueOf(entry.getKey() / 100));
      }
    }
    return drawn;
  }

  public String money(long minorUnits) {
    return MoneyText.of(minorUnits, profile.currency());
  }

  public String grouped(String cardNumber) {
    return cardNumber.replaceAll("(.{4})(?=.)", "$1 ");
  }
}
