package mutual.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Work that many sessions do at once, or one session at a steady pace, and what it took. */
final class Load {
  private static final com.sun.management.OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

  private final LongSupplier serverCpuNanos;

  /**
   * @param serverCpuNanos processor time that the server has used so far
   */
  Load(LongSupplier serverCpuNanos) {
    this.serverCpuNanos = serverCpuNanos;
  }

  /** One operation of a session. */
  @FunctionalInterface
  interface Work {
    void once(int session, int operation);
  }

  /**
   * @param latencies of single operations, in nanoseconds
   * @param serverCpuNanos processor time used by the server
   * @param clientCpuNanos processor time used by this process
   */
  record Result(
      int operations, long nanos, Histogram latencies, long serverCpuNanos, long clientCpuNanos) {
    double perSecond() {
      return operations * 1e9 / nanos;
    }

    double serverMicrosEach() {
      return serverCpuNanos / 1e3 / operations;
    }

    double clientMicrosEach() {
      return clientCpuNanos / 1e3 / operations;
    }
  }

  /** Each session takes the next operation as soon as its last one is done. */
  Result run(int sessions, int operations, Work work)
      throws InterruptedException, ExecutionException {
    Histogram latencies = new ConcurrentHistogram(3);
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    long serverCpu = serverCpuNanos.getAsLong();
    long clientCpu = PROCESS.getProcessCpuTime();
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < sessions; i++) {
        int session = i;
        running.add(
            threads.submit(
                () -> {
                  int operation = next.getAndIncrement();
                  while (operation < operations) {
                    long sent = System.nanoTime();
                    work.once(session, operation);
                    latencies.recordValue(System.nanoTime() - sent);
                    operation = next.getAndIncrement();
                  }
                  return operation;
                }));
      }
    }
    for (Future<?> session : running) {
      session.get();
    }
    return new Result(
        operations,
        System.nanoTime() - begun,
        latencies,
        serverCpuNanos.getAsLong() - serverCpu,
        PROCESS.getProcessCpuTime() - clientCpu);
  }

  /**
   * One session that begins an operation every {@code intervalNanos}, however long the last one
   * took: a latency counts from when its operation was due.
   */
  Result paced(int operations, long intervalNanos, Work work) {
    Histogram latencies = new Histogram(3);
    long serverCpu = serverCpuNanos.getAsLong();
    long clientCpu = PROCESS.getProcessCpuTime();
    long begun = System.nanoTime();
    for (int operation = 0; operation < operations; operation++) {
      long due = begun + operation * intervalNanos;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      // Waking up late is this process's doing, as long as it was not still busy.
      long sent = Math.min(System.nanoTime(), due + intervalNanos);
      work.once(0, operation);
      latencies.recordValue(System.nanoTime() - sent);
    }
    return new Result(
        operations,
        System.nanoTime() - begun,
        latencies,
        serverCpuNanos.getAsLong() - serverCpu,
        PROCESS.getProcessCpuTime() - clientCpu);
  }
}
