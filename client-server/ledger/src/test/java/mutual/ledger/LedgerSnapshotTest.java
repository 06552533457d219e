package mutual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class LedgerSnapshotTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final LedgerLimits LIMITS = new LedgerLimits(100, 20_000, 60_000, 1_000);

  @Test
  void restoresManyBlocksToTheSameBytes() throws IOException {
    Ledger ledger = filled(15_000);
    byte[] snapshot = snapshot(ledger);
    assertThat(snapshot.length).isGreaterThan(3 * SnapshotOutput.BLOCK_BYTES);
    assertThat(snapshot(read(snapshot, LIMITS))).isEqualTo(snapshot);
  }

  @Test
  void refusesEveryFlippedByteAndStaysEmpty() throws IOException {
    byte[] snapshot = snapshot(filled(3));
    for (int i = 0; i < snapshot.length; i++) {
      byte[] damaged = snapshot.clone();
      damaged[i] ^= 0x10;
      assertRefused(damaged);
    }
  }

  @Test
  void refusesEveryTornEnd() throws IOException {
    byte[] snapshot = snapshot(filled(3));
    for (int length = 0; length < snapshot.length; length++) {
      assertRefused(Arrays.copyOf(snapshot, length));
    }
  }

  @Test
  void refusesAnotherWindowAndFewerPlacesThanNeeded() throws IOException {
    byte[] snapshot = snapshot(filled(30));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(snapshot, new LedgerLimits(100, 20_000, 60_001, 1_000)));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(snapshot, new LedgerLimits(100, 20, 60_000, 1_000)));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(snapshot, new LedgerLimits(2, 20_000, 60_000, 1_000)));
    assertThat(snapshot(read(snapshot, new LedgerLimits(200, 40_000, 60_000, 1_000))))
        .isEqualTo(snapshot);
  }

  @Test
  void readsIntoAnEmptyLedgerOnly() throws IOException {
    Ledger ledger = filled(1);
    byte[] snapshot = snapshot(ledger);
    assertThatIllegalStateException().isThrownBy(() -> ledger.readSnapshot(stream(snapshot)));
  }

  private static void assertRefused(byte[] snapshot) {
    Ledger ledger = new Ledger(LIMITS);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ledger.readSnapshot(stream(snapshot)));
    assertThat(ledger.accountCount()).isZero();
    assertThat(ledger.timestampMillis()).isZero();
  }

  private static Ledger filled(int transfers) {
    Ledger ledger = new Ledger(LIMITS);
    for (int i = 1; i <= 10; i++) {
      ledger.createAccount(i, 978, 0, 0);
    }
    for (int i = 0; i < transfers; i++) {
      int flags = i % 10 == 1 ? TransferFlags.PENDING : 0;
      int timeout = i % 20 == 1 ? 30 : 0;
      TransferResult result =
          ledger.transfer(
              NOW + i / 500, TransferId.high(NOW, i), i, 1, 2 + i % 9, 7, flags, 0, 0, timeout);
      assertThat(result).isEqualTo(TransferResult.CREATED);
    }
    return ledger;
  }

  private static Ledger read(byte[] snapshot, LedgerLimits limits) throws IOException {
    Ledger ledger = new Ledger(limits);
    ledger.readSnapshot(stream(snapshot));
    return ledger;
  }

  private static DataInputStream stream(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static byte[] snapshot(Ledger ledger) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ledger.writeSnapshot(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
