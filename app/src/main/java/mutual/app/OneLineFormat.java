package mutual.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One log record on one line: time, level, logger, message; then the stack trace, if any. */
final class OneLineFormat extends Formatter {
  @Override
  public String format(LogRecord entry) {
    StringWriter text = new StringWriter();
    String logger = entry.getLoggerName() == null ? "" : entry.getLoggerName();
    text.append(entry.getInstant().truncatedTo(ChronoUnit.MILLIS).toString())
        .append(' ')
        .append(entry.getLevel().getName())
        .append(' ')
        .append(logger.substring(logger.lastIndexOf('.') + 1))
        .append(": ")
        .append(formatMessage(entry))
        .append('\n');
    if (entry.getThrown() != null) {
      entry.getThrown().printStackTrace(new PrintWriter(text, true));
    }
    return text.toString();
  }
}
