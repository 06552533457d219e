package mutual.bank;

import static mutual.bank.TestBank.EUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private final TestBank north = TestBank.north();

  @Test
  void anEmptyBankHasOneToo() {
    Bank empty = new Bank(north.limits);
    byte[] snapshot = TestBank.snapshot(empty);
    assertThat(TestBank.snapshot(north.restored(snapshot))).isEqualTo(snapshot);
  }

  @Test
  void whatIsRememberedSurvives() {
    String account = north.openAccount(500);
    UUID id = north.id();
    Command transfer = new Command.Transfer(id, account, north.openAccount(0), 100, EUR, "x");
    Reply before = north.apply(transfer);
    north.bank = north.restored(north.snapshot());
    assertThat(north.apply(transfer)).isEqualTo(before);
    assertThat(north.balance(account)).isEqualTo(400);
    assertThat(north.bank.postings(0, 10)).hasSize(4);
  }

  @Test
  void whatIsDamagedIsRefused() {
    north.openAccount(500);
    byte[] snapshot = north.snapshot();
    byte[] wrongMark = snapshot.clone();
    wrongMark[0]++;
    byte[] wrongVersion = snapshot.clone();
    wrongVersion[11]++;
    byte[] cut = Arrays.copyOf(snapshot, snapshot.length - 3);
    for (byte[] damaged : List.of(wrongMark, wrongVersion, cut, new byte[0])) {
      Bank bank = new Bank(north.limits);
      assertThatThrownBy(
              () -> bank.readSnapshot(new DataInputStream(new ByteArrayInputStream(damaged))))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void theListenerHearsOfPostingsAndExchanges() {
    String account = north.openAccount(500);
    String card = north.issueCard(account);
    north.addMachine("a", 1, 1_000);
    List<Object> heard = new ArrayList<>();
    north.bank.listen(
        new BankListener() {
          @Override
          public void exchangeChanged(UUID exchange) {
            heard.add(exchange);
          }

          @Override
          public void postingsAdded() {
            heard.add("postings");
          }
        });
    UUID id = north.id();
    north.apply(new Command.Withdraw(id, "a", card, TestBank.RIGHT, 100, EUR, 0));
    north.apply(new Command.ConfirmWithdrawal(id, "a", 100));
    north.apply(new Command.ConfirmWithdrawal(id, "a", 100));
    assertThat(heard).containsExactly(id, id, "postings");
  }

  @Test
  void garbageStopsTheBank() {
    assertThatThrownBy(() -> north.bank.apply(0, new UnsafeBuffer(new byte[64]), 0, 64))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
