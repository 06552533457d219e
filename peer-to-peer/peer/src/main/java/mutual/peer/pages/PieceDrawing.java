package mutual.peer.pages;

import java.util.ArrayList;
import java.util.List;

/**
 * The drawing of which stretches of a content are here, as paths of squares in rows, one path for
 * each level: so that thousands of updates stay small.
 */
public final class PieceDrawing {
  /** Squares in a row. */
  public static final int COLUMNS = 60;

  static final int CELLS_MAX = COLUMNS * 4;

  private static final int LEVELS = 5;

  private PieceDrawing() {}

  /** Rows of squares that so many cells fill; at least one. */
  public static int rows(int cells) {
    return Math.max(1, (cells + COLUMNS - 1) / COLUMNS);
  }

  /**
   * For each level, from nothing to all, the squares of the cells that have it.
   *
   * @param cells 0 to 100 each
   * @return SVG path data, one unit a square
   */
  public static List<String> paths(List<Integer> cells) {
    List<StringBuilder> paths = new ArrayList<>();
    for (int level = 0; level < LEVELS; level++) {
      paths.add(new StringBuilder());
    }
    for (int i = 0; i < cells.size(); i++) {
      paths
          .get(level(cells.get(i)))
          .append('M')
          .append(i % COLUMNS)
          .append(' ')
          .append(i / COLUMNS)
          .append("h.86v.8h-.86z");
    }
    return paths.stream().map(StringBuilder::toString).toList();
  }

  /** The same in words. */
  public static String words(List<Integer> cells) {
    long whole = cells.stream().filter(cell -> cell == 100).count();
    long begun = cells.stream().filter(cell -> cell > 0 && cell < 100).count();
    if (whole == cells.size()) {
      return "Every stretch is here";
    }
    return "Of %d stretches %d are here, %d in part".formatted(cells.size(), whole, begun);
  }

  private static int level(int percent) {
    return percent <= 0 ? 0 : percent >= 100 ? LEVELS - 1 : 1 + percent * (LEVELS - 2) / 101;
  }
}
