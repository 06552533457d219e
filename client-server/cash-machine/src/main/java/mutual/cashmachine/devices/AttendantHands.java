package mutual.cashmachine.devices;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mutual.cashmachine.Cassette;
import mutual.cashmachine.Notes;

/** What an attendant's hands can do inside the opened machine. */
public final class AttendantHands {
  private final MovingParts parts;

  AttendantHands(MovingParts parts) {
    this.parts = parts;
  }

  /**
   * Puts notes into the cassettes of their denominations.
   *
   * @return what fitted
   */
  public Notes load(Notes notes) {
    Map<Integer, Integer> fitted = new TreeMap<>();
    parts.move(
        draft -> {
          Map<Integer, Integer> left = new TreeMap<>(notes.counts());
          for (int i = 0; i < draft.cassettes.size(); i++) {
            Cassette cassette = draft.cassettes.get(i);
            int room = cassette.capacity() - cassette.notes();
            int added = Math.min(room, left.getOrDefault(cassette.denomination(), 0));
            if (added > 0) {
              draft.cassettes.set(i, cassette.with(cassette.notes() + added));
              left.merge(cassette.denomination(), -added, Integer::sum);
              fitted.merge(cassette.denomination(), added, Integer::sum);
            }
          }
          draft.loaded = draft.loaded.plus(Notes.of(fitted));
        });
    return Notes.of(fitted);
  }

  /**
   * Takes the notes out of the reject and deposit bins.
   *
   * @return what was in them
   */
  public Notes emptyBins() {
    Contents before = parts.contents();
    Notes out = before.reject().plus(before.deposits());
    parts.move(
        draft -> {
          draft.reject = Notes.NONE;
          draft.deposits = Notes.NONE;
          balance(draft, out);
        });
    return out;
  }

  /** Books notes carried away against what was loaded, or if need be against what was inserted. */
  private static void balance(Contents.Draft draft, Notes out) {
    Notes fromLoaded = out.less(out.less(draft.loaded));
    draft.loaded = draft.loaded.minus(fromLoaded);
    draft.inserted = draft.inserted.minus(out.minus(fromLoaded));
  }

  /** Moves what lies in the shutter into the reject bin, so that it can be counted. */
  public void clearShutter() {
    parts.move(
        draft -> {
          draft.presented = draft.presented.less(draft.shutter);
          draft.reject = draft.reject.plus(draft.shutter);
          draft.shutter = Notes.NONE;
        });
  }

  /** Takes the cards out of the bin. */
  public List<String> takeRetainedCards() {
    List<String> cards = parts.contents().retained();
    parts.move(draft -> draft.retained = new ArrayList<>());
    return cards;
  }
}
