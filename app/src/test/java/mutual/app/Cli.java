package mutual.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs command lines inside this process. */
public final class Cli {
  private Cli() {}

  /** What came of a command line. */
  public record Outcome(int exitCode, String out, String err) {}

  public static Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs with this text as standard input. */
  public static Outcome runWithInput(String input, String... args) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return run(args);
    } finally {
      System.setIn(before);
    }
  }

  /** Runs a command that must succeed, and returns what it printed. */
  public static String text(String... args) {
    Outcome outcome = run(args);
    assertThat(outcome.exitCode())
        .as("%s: %s%s", String.join(" ", args), outcome.out(), outcome.err())
        .isZero();
    return outcome.out().strip();
  }

  /** Runs a command that must succeed, and reads its JSON answer. */
  public static <B extends Message.Builder> B json(B answer, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    String printed = text(all.toArray(String[]::new));
    try {
      JsonFormat.parser().merge(printed, answer);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(printed, e);
    }
    return answer;
  }
}
