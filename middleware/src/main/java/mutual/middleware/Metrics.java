package mutual.middleware;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * What a node counts, in the text format of Prometheus (version 0.0.4).
 *
 * <p>Names are lower case with underscores, start with {@code mutual_}, and carry their unit;
 * labels come in pairs of name and value. At most {@link #SERIES_MAX} series are kept; what would
 * come on top is counted in {@code mutual_metrics_dropped_total}, so that no caller can fill the
 * memory.
 */
public final class Metrics {
  /** Series that one table holds. */
  public static final int SERIES_MAX = 2000;

  private static final double[] BUCKET_SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };

  private final Map<String, Series> series = new ConcurrentSkipListMap<>();
  private final Map<String, String> help = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();

  private sealed interface Series {
    record Counter(LongAdder count) implements Series {}

    record Gauge(DoubleSupplier value) implements Series {}

    record Timer(AtomicLongArray buckets, LongAdder nanos) implements Series {}
  }

  /** Says what a metric means. */
  public void describe(String name, String meaning) {
    help.put(name, meaning);
  }

  /** Adds one to a counter; its name ends in {@code _total}. */
  public void count(String name, String... labels) {
    add(name, 1, labels);
  }

  /** Adds to a counter; its name ends in {@code _total}. */
  public void add(String name, long amount, String... labels) {
    String key = key(name, labels);
    Series found = series.get(key);
    if (found == null) {
      found = put(key, new Series.Counter(new LongAdder()));
    }
    if (found instanceof Series.Counter counter) {
      counter.count.add(amount);
    }
  }

  /** Registers a value that is asked for at each look; the supplier must answer at once. */
  public void gauge(String name, DoubleSupplier value, String... labels) {
    series.put(key(name, labels), new Series.Gauge(value));
  }

  /** Adds one duration to a histogram; its name ends in {@code _seconds}. */
  public void time(String name, long nanos, String... labels) {
    String key = key(name, labels);
    Series found = series.get(key);
    if (found == null) {
      found =
          put(
              key,
              new Series.Timer(new AtomicLongArray(BUCKET_SECONDS.length + 1), new LongAdder()));
    }
    if (found instanceof Series.Timer timer) {
      int bucket = Arrays.binarySearch(BUCKET_SECONDS, nanos / 1e9);
      timer.buckets.incrementAndGet(bucket < 0 ? -bucket - 1 : bucket);
      timer.nanos.add(nanos);
    }
  }

  /** The value of a counter, or the number of durations of a histogram; 0 if it does not exist. */
  public long value(String name, String... labels) {
    return switch (series.get(key(name, labels))) {
      case Series.Counter counter -> counter.count.sum();
      case Series.Timer timer -> sum(timer.buckets);
      case Series.Gauge gauge -> (long) gauge.value.getAsDouble();
      case null -> 0;
    };
  }

  /** All values as text. */
  public String text() {
    StringBuilder out = new StringBuilder();
    String family = "";
    for (Map.Entry<String, Series> entry : series.entrySet()) {
      String name = entry.getKey().substring(0, entry.getKey().indexOf('{'));
      String labels = entry.getKey().substring(name.length() + 1, entry.getKey().length() - 1);
      if (!name.equals(family)) {
        family = name;
        if (help.containsKey(name)) {
          out.append("# HELP ").append(name).append(' ').append(help.get(name)).append('\n');
        }
        out.append("# TYPE ").append(name).append(' ');
        out.append(
            switch (entry.getValue()) {
              case Series.Counter _ -> "counter\n";
              case Series.Gauge _ -> "gauge\n";
              case Series.Timer _ -> "histogram\n";
            });
      }
      switch (entry.getValue()) {
        case Series.Counter counter -> line(out, name, labels, (double) counter.count.sum());
        case Series.Gauge gauge -> line(out, name, labels, gauge.value.getAsDouble());
        case Series.Timer timer -> histogram(out, name, labels, timer);
      }
    }
    line(
        out.append("# TYPE mutual_metrics_dropped_total counter\n"),
        "mutual_metrics_dropped_total",
        "",
        (double) dropped.sum());
    return out.toString();
  }

  private static void histogram(StringBuilder out, String name, String labels, Series.Timer timer) {
    String comma = labels.isEmpty() ? "" : labels + ",";
    long count = 0;
    for (int i = 0; i < BUCKET_SECONDS.length; i++) {
      count += timer.buckets.get(i);
      line(out, name + "_bucket", comma + "le=\"" + BUCKET_SECONDS[i] + "\"", (double) count);
    }
    count += timer.buckets.get(BUCKET_SECONDS.length);
    line(out, name + "_bucket", comma + "le=\"+Inf\"", (double) count);
    line(out, name + "_sum", labels, (double) timer.nanos.sum() / 1e9);
    line(out, name + "_count", labels, (double) count);
  }

  private static void line(StringBuilder out, String name, String labels, double value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ');
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.append((long) value);
    } else {
      out.append(value);
    }
    out.append('\n');
  }

  private Series put(String key, Series fresh) {
    if (series.size() >= SERIES_MAX) {
      dropped.increment();
      return fresh;
    }
    Series other = series.putIfAbsent(key, fresh);
    return other == null ? fresh : other;
  }

  private static long sum(AtomicLongArray buckets) {
    long sum = 0;
    for (int i = 0; i < buckets.length(); i++) {
      sum += buckets.get(i);
    }
    return sum;
  }

  private static String key(String name, String... labels) {
    if (labels.length % 2 != 0) {
      throw new IllegalArgumentException("Labels come in pairs of name and value");
    }
    StringBuilder key = new StringBuilder(name).append('{');
    for (int i = 0; i < labels.length; i += 2) {
      key.append(i == 0 ? "" : ",").append(labels[i]).append("=\"");
      key.append(labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
      key.append('"');
    }
    return key.append('}').toString();
  }
}
