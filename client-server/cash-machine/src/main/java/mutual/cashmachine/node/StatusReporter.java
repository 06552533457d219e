package mutual.cashmachine.node;

import java.time.Duration;
import mutual.cashmachine.DeviceReport;
import mutual.cashmachine.MachineStatus;
import mutual.cashmachine.devices.Fault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the bank how the machine is: soon after a change, and now and then without one. */
final class StatusReporter {
  private static final Logger log = LoggerFactory.getLogger(StatusReporter.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final long REPORT_EVERY_NANOS = Duration.ofSeconds(30).toNanos();

  private final CashMachineNode node;
  private final BankLink bank;
  private final Thread thread;
  private @Nullable Reported last;
  private long lastNanos;
  private boolean silent;

  private record Reported(MachineStatus status, DeviceReport devices) {}

  StatusReporter(CashMachineNode node, BankLink bank) {
    this.node = node;
    this.bank = bank;
    this.thread = Thread.ofVirtual().name("status-report").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void close() {
    thread.interrupt();
  }

  private void run() {
    do {
      DeviceReport devices = node.report();
      if (devices != null && !node.faults().contains(Fault.NETWORK_DOWN)) {
        report(new Reported(node.status(), devices));
      }
    } while (node.pause(LOOK_EVERY));
  }

  private void report(Reported now) {
    long nanos = System.nanoTime();
    if (now.equals(last) && nanos - lastNanos < REPORT_EVERY_NANOS) {
      return;
    }
    try {
      bank.report(now.status(), now.devices());
      last = now;
      lastNanos = nanos;
      silent = false;
    } catch (BankLink.SilentException e) {
      if (!silent) {
        log.info("the bank does not take status reports: {}", e.getMessage());
      }
      silent = true;
    } catch (RuntimeException e) {
      log.warn("the status report failed in an unforeseen way", e);
    }
  }
}
