package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import mutual.middleware.IdempotentReceipt.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class IdempotentReceiptTest {
  private static final byte[] CONTENT = {1, 2, 3};

  private final NodeId caller = NodeId.of(new byte[NodeId.BYTES]);
  private final IdempotentReceipt<String> receipt = new IdempotentReceipt<>(10);
  private final AtomicInteger effects = new AtomicInteger();

  private Outcome<String> once(String id, byte[] content) {
    return receipt.once(caller, id, content, () -> "answer " + effects.incrementAndGet());
  }

  @Test
  void givesTheFirstAnswerAgain() {
    assertThat(once("a", CONTENT)).isEqualTo(new Outcome.Answered<>("answer 1", false));
    assertThat(once("a", CONTENT)).isEqualTo(new Outcome.Answered<>("answer 1", true));
    assertThat(once("b", CONTENT)).isEqualTo(new Outcome.Answered<>("answer 2", false));
    byte[] other = new byte[NodeId.BYTES];
    other[0] = 1;
    assertThat(receipt.once(NodeId.of(other), "a", CONTENT, () -> "theirs"))
        .isEqualTo(new Outcome.Answered<>("theirs", false));
  }

  @Test
  void refusesTheSameIdWithOtherContent() {
    once("a", CONTENT);
    assertThat(once("a", new byte[] {9})).isEqualTo(new Outcome.Reused<>());
    assertThat(effects).hasValue(1);
  }

  @Test
  void doesNotRememberFailures() {
    assertThatThrownBy(
            () ->
                receipt.once(
                    caller,
                    "a",
                    CONTENT,
                    () -> {
                      throw new IllegalStateException("down");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(once("a", CONTENT)).isEqualTo(new Outcome.Answered<>("answer 1", false));
  }

  @Test
  void repeatsWaitForTheFirst() throws Exception {
    CompletableFuture<Void> leave = new CompletableFuture<>();
    List<Future<Outcome<String>>> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        outcomes.add(
            threads.submit(
                () ->
                    receipt.once(
                        caller,
                        "a",
                        CONTENT,
                        () -> {
                          leave.join();
                          return "answer " + effects.incrementAndGet();
                        })));
      }
      Await.until(() -> receipt.size() == 1);
      leave.complete(null);
      for (Future<Outcome<String>> outcome : outcomes) {
        assertThat(outcome.get())
            .isInstanceOfSatisfying(
                Outcome.Answered.class,
                answered -> assertThat(answered.answer()).isEqualTo("answer 1"));
      }
    }
    assertThat(effects).hasValue(1);
  }

  @Test
  void forgetsTheOldestBeyondItsBound() {
    for (int i = 0; i < 30; i++) {
      once("id " + i, CONTENT);
    }
    assertThat(receipt.size()).isEqualTo(10);
    assertThat(once("id 29", CONTENT)).isEqualTo(new Outcome.Answered<>("answer 30", true));
    assertThat(once("id 0", CONTENT)).isEqualTo(new Outcome.Answered<>("answer 31", false));
  }
}
