package mutual.bank;

import static mutual.bank.TestBank.EUR;
import static mutual.bank.TestBank.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mutual.ledger.TransferBatch;
import mutual.ledger.TransferFlags;
import mutual.ledger.TransferResult;
import org.junit.jupiter.api.Test;

class BatchTransfersTest {
  private final TestBank north = TestBank.north();
  private final String from = north.openAccount(1_000);
  private final String to = north.openAccount(0);
  private final TransferBatch batch = new TransferBatch();

  private void add(UUID id, long debit, long credit, long amount, int flags) {
    batch.add(
        id.getMostSignificantBits(), id.getLeastSignificantBits(), debit, credit, amount, flags);
  }

  private void resolve(long pendingHigh, long pendingLow, int flags) {
    UUID id = north.id();
    batch.add(
        id.getMostSignificantBits(),
        id.getLeastSignificantBits(),
        0,
        0,
        0,
        flags,
        pendingHigh,
        pendingLow,
        0,
        0,
        0);
  }

  private List<TransferResult> apply() {
    Reply reply = north.apply(new Command.TransferBatch(batch.toBytes()));
    byte[] codes = ((Reply.BatchResults) reply).codes();
    List<TransferResult> results = new ArrayList<>();
    for (byte code : codes) {
      results.add(TransferResult.ofCode(code));
    }
    batch.clear();
    return results;
  }

  @Test
  void moneyMovesAndIsPosted() {
    UUID id = north.id();
    add(id, 1, 2, 300, 0);
    assertThat(apply()).as("all created").isEmpty();
    add(id, 1, 2, 300, 0);
    add(north.id(), 1, 2, 701, 0);
    assertThat(apply()).containsExactly(TransferResult.EXISTS, TransferResult.EXCEEDS_CREDITS);
    assertThat(north.balance(to)).isEqualTo(300);
    assertThat(north.bank.postings(0, 100))
        .filteredOn(p -> p.id().equals(id))
        .extracting(Bank.Posting::account, Bank.Posting::amount, Bank.Posting::balanceAfter)
        .containsExactly(tuple(from, -300L, 700L), tuple(to, 300L, 300L));
    assertThat(north.bank.audit().balanced()).isTrue();
  }

  @Test
  void whatIsHeldByProgramsIsPostedByThem() {
    UUID hold = north.id();
    add(hold, 1, 2, 300, TransferFlags.PENDING);
    assertThat(apply()).isEmpty();
    assertThat(north.held(from)).isEqualTo(300);
    resolve(
        hold.getMostSignificantBits(), hold.getLeastSignificantBits(), TransferFlags.POST_PENDING);
    assertThat(apply()).isEmpty();
    assertThat(north.balance(to)).isEqualTo(300);
    assertThat(north.bank.audit().balanced()).isTrue();
  }

  @Test
  void theBanksOwnAccountsDoNotExist() {
    north.apply(new Command.FundVault(north.id(), 1_000));
    long vault = Chart.INTERNAL_FIRST + 2;
    add(north.id(), vault, 1, 1, TransferFlags.LINKED);
    add(north.id(), 1, 2, 1, 0);
    add(north.id(), 1, vault, 1, 0);
    assertThat(apply())
        .containsExactly(
            TransferResult.DEBIT_ACCOUNT_NOT_FOUND,
            TransferResult.LINKED_EVENT_FAILED,
            TransferResult.CREDIT_ACCOUNT_NOT_FOUND);
  }

  @Test
  void nobodyForcesOrTouchesTheBanksHolds() {
    north.addMachine("a", 1, 1_000);
    String card = north.issueCard(from);
    UUID id = north.id();
    north.apply(new Command.Withdraw(id, "a", card, RIGHT, 500, EUR, 0));
    add(north.id(), 1, 2, 900, TransferFlags.FORCED);
    assertThat(apply()).containsExactly(TransferResult.FLAGS_INVALID);
    long high = north.time.millis << 16 | 0x7000;
    for (long number = 0; number < 100; number++) {
      resolve(high, 0xc000_0000_0000_0000L | number, TransferFlags.VOID_PENDING);
    }
    batch.add(high, 0xc000_0000_0000_0000L | 12, 1, 2, 1, 0);
    assertThat(apply()).containsOnly(TransferResult.FLAGS_INVALID);
    assertThat(north.held(from)).isEqualTo(500);
    assertThat(north.apply(new Command.ConfirmWithdrawal(id, "a", 500)))
        .isEqualTo(new Reply.Done());
  }
}
