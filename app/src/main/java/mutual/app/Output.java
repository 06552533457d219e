package mutual.app;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command puts what it found out: text for people, or with {@code --json} one JSON object
 * in the form that the REST interface gives it.
 */
public final class Output {
  private static final String COLUMN_GAP = "  ";

  private final PrintWriter out;
  private final boolean json;

  private Output(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** The output of the command line that this command belongs to. */
  public static Output of(CommandSpec spec) {
    boolean json =
        spec.root().userObject() instanceof MutualCommand command && command.options.json;
    return new Output(spec.commandLine().getOut(), json);
  }

  public boolean isJson() {
    return json;
  }

  /** One answer: the text form is written by {@code text}. */
  public void answer(Message message, Consumer<Output> text) {
    if (json) {
      try {
        out.println(JsonFormat.printer().alwaysPrintFieldsWithNoPresence().print(message));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("an answer that cannot be written as JSON", e);
      }
    } else {
      text.accept(this);
    }
    out.flush();
  }

  /** One line. */
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /** A name and its value, the values one beneath the other. */
  public void field(String name, String value) {
    out.printf("%-12s  %s%n", name, value);
  }

  /**
   * A row for each item under headings; headings that end in {@code >} are of columns aligned to
   * the right.
   */
  public <T> void table(
      List<String> headings, List<T> items, Function<T, List<String>> row, String ifEmpty) {
    if (items.isEmpty()) {
      out.println(ifEmpty);
      return;
    }
    int[] widths = new int[headings.size()];
    List<List<String>> all = new ArrayList<>();
    all.add(headings.stream().map(heading -> heading.replace(">", "")).toList());
    items.forEach(item -> all.add(row.apply(item)));
    for (List<String> cells : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(cells.get(i)));
      }
    }
    for (List<String> cells : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - width(cells.get(i)));
        line.append(headings.get(i).endsWith(">") ? pad + cells.get(i) : cells.get(i) + pad);
        line.append(COLUMN_GAP);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
