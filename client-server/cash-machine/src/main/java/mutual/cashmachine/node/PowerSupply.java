package mutual.cashmachine.node;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches a machine off and on again: each time the power comes, a new {@link PoweredMachine} is
 * made from journal and devices. Also tells whoever watches that something has changed.
 */
final class PowerSupply {
  private static final Logger log = LoggerFactory.getLogger(PowerSupply.class);

  private final String name;
  private final Duration pause;
  private final Wiring wiring;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable PoweredMachine powered;
  private boolean closed;

  /** Makes a machine that is ready to be started. */
  interface Wiring {
    /**
     * @param whenChanged to be run after each change
     * @param whenEnded to be told when the machine stops by itself
     */
    PoweredMachine connect(Runnable whenChanged, Consumer<PoweredMachine> whenEnded)
        throws IOException;
  }

  /**
   * @param pause how long the power stays off
   */
  PowerSupply(String name, Duration pause, Wiring wiring) {
    this.name = name;
    this.pause = pause;
    this.wiring = wiring;
  }

  void on() throws IOException {
    lock.lock();
    try {
      if (closed || powered != null) {
        return;
      }
      PoweredMachine machine = wiring.connect(this::fireChanged, this::cut);
      powered = machine;
      machine.start();
    } finally {
      lock.unlock();
    }
  }

  /** Cuts the power if this machine has it; it comes back by itself. */
  void cut(PoweredMachine machine) {
    lock.lock();
    try {
      if (powered != machine) {
        return;
      }
      powered = null;
    } finally {
      lock.unlock();
    }
    machine.stop();
    fireChanged();
    log.info("{}: the power is off", name);
    Thread.ofVirtual().name(name + "-power").start(this::comeBack);
  }

  private void comeBack() {
    while (waits(pause)) {
      try {
        on();
        log.info("{}: the power is back", name);
        fireChanged();
        return;
      } catch (IOException | RuntimeException e) {
        log.error("{} cannot start; it will try again", name, e);
      }
    }
  }

  /** The machine that has power; null while it is off. */
  @Nullable PoweredMachine machine() {
    lock.lock();
    try {
      return powered;
    } finally {
      lock.unlock();
    }
  }

  PoweredMachine required() {
    PoweredMachine machine = machine();
    if (machine == null) {
      throw new IllegalStateException("the power is off");
    }
    return machine;
  }

  AutoCloseable watch(Runnable watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  void fireChanged() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    watchers.forEach(Runnable::run);
  }

  /** Waits until the condition holds, looking after each change. */
  void await(BooleanSupplier condition, Duration most) throws TimeoutException {
    lock.lock();
    try {
      long left = most.toNanos();
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          throw new TimeoutException();
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TimeoutException("interrupted");
    } finally {
      lock.unlock();
    }
  }

  /** Lets time pass; false if it was cut short because the machine is being closed. */
  boolean waits(Duration duration) {
    lock.lock();
    try {
      long left = duration.toNanos();
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** No more power, ever. */
  void close() {
    PoweredMachine machine;
    lock.lock();
    try {
      closed = true;
      machine = powered;
      powered = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (machine != null) {
      machine.stop();
    }
  }
}
