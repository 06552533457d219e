package mutual.app.peer;

import java.io.Console;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * How far something is: a bar that is drawn over itself at a terminal, a line now and then
 * elsewhere, nothing for programs.
 */
final class ProgressBar implements AutoCloseable {
  private static final int BAR_CELLS = 24;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
  private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[K";
  private static final long LINE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How one is shown. */
  enum Style {
    TERMINAL,
    LINES,
    SILENT
  }

  private final PrintWriter out;
  private final Style style;
  private long printedNanos = System.nanoTime() - LINE_EVERY_NANOS;
  private boolean drawn;

  ProgressBar(PrintWriter out, Style style) {
    this.out = out;
    this.style = style;
  }

  /** As fits where the program's output goes. */
  static Style styleFor(boolean json) {
    return json ? Style.SILENT : isTerminal() ? Style.TERMINAL : Style.LINES;
  }

  /** Where no terminal is, there is a console that is none, or, by another provider, none. */
  @SuppressWarnings("SystemConsoleNull")
  static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /**
   * Shows how far it is.
   *
   * @param progress from 0 to 1
   * @param words what else there is to say
   */
  void show(double progress, String words) {
    switch (style) {
      case TERMINAL -> {
        out.print(TO_LINE_START_AND_CLEAR + bar(progress) + " " + words);
        out.flush();
        drawn = true;
      }
      case LINES -> {
        if (System.nanoTime() - printedNanos >= LINE_EVERY_NANOS) {
          printedNanos = System.nanoTime();
          out.println(Words.percent(progress) + " " + words);
          out.flush();
        }
      }
      case SILENT -> {}
    }
  }

  static String bar(double progress) {
    int eighths = (int) Math.floor(Math.clamp(progress, 0, 1) * BAR_CELLS * 8);
    StringBuilder bar = new StringBuilder("█".repeat(eighths / 8));
    if (bar.length() < BAR_CELLS) {
      bar.append(EIGHTHS.charAt(eighths % 8));
    }
    bar.append(" ".repeat(BAR_CELLS - bar.length()));
    return "│" + bar + "│ " + String.format("%4s", Words.percent(progress));
  }

  /** Wipes the bar away. */
  @Override
  public void close() {
    if (drawn) {
      out.print(TO_LINE_START_AND_CLEAR);
      out.flush();
    }
  }
}
