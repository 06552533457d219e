package mutual.middleware;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * An executor that gives each task a virtual thread of its own; one platform thread keeps time for
 * those that start later. How many tasks run at once is bounded where they come from.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The task itself is the future.
final class VirtualThreads extends ScheduledThreadPoolExecutor {
  VirtualThreads() {
    super(1, Thread.ofPlatform().daemon().name("mutual-timer").factory());
    setRemoveOnCancelPolicy(true);
  }

  @Override
  public void execute(Runnable task) {
    Thread.ofVirtual().name("mutual-task").start(task);
  }

  @Override
  public Future<?> submit(Runnable task) {
    return start(new FutureTask<>(task, null));
  }

  @Override
  public <T> Future<T> submit(Runnable task, T result) {
    return start(new FutureTask<>(task, result));
  }

  @Override
  public <T> Future<T> submit(Callable<T> task) {
    return start(new FutureTask<>(task));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return super.schedule(() -> execute(task), delay, unit);
  }

  private <T> Future<T> start(FutureTask<T> task) {
    execute(task);
    return task;
  }
}
