package mutual.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laws that hold whatever is lost, doubled, delayed or said too late. */
class BankProperties {
  private static final int RUNS = 40;
  private static final int ACTS = 120;
  private static final int STEPS_MAX = 100_000;

  @Test
  void booksAgreeOnceAllIsSaid() {
    Seeds.forEach(RUNS, BankProperties::run);
  }

  private static void run(Random random) {
    TestTown town = new TestTown(random);
    for (int i = 0; i < ACTS; i++) {
      town.later(random.nextInt(600_000), town::somebodyActs);
    }
    town.later(700_000, town::calmDown);
    town.later(760_000, town::resolveLeftBehind);
    town.later(800_000, town::resolveLeftBehind);
    int steps = 0;
    while (town.step() && steps < STEPS_MAX) {
      steps++;
      checkBooks(town);
      if (random.nextInt(200) == 0) {
        swap(town.banks.get(random.nextInt(town.banks.size())));
      }
    }
    assertThat(steps).as("everything comes to an end").isLessThan(STEPS_MAX);
    for (TestBank bank : town.banks) {
      assertThat(bank.bank.exchanges(null, 10, true)).as("open at " + bank.code).isEmpty();
      assertThat(bank.bank.outstanding(10)).isEmpty();
      checkDues(town, bank);
      for (Bank.MachineView machine : bank.bank.machines()) {
        assertThat(machine.cash())
            .as("notes in " + bank.code + " " + machine.machine())
            .isEqualTo(town.notes.get(bank.code + machine.machine()));
        assertThat(machine.openExchanges()).isZero();
      }
      assertThat(TestBank.snapshot(bank.replayed())).isEqualTo(bank.snapshot());
    }
  }

  private static void checkBooks(TestTown town) {
    for (TestBank bank : town.banks) {
      Bank.Audit audit = bank.bank.audit();
      assertThat(audit.lines()).as(bank.code).allMatch(Bank.Audit.Line::passed);
      for (Bank.AccountView account : bank.bank.accounts(null, null, 1_000, true)) {
        assertThat(account.balance()).as(account.number()).isNotNegative();
        if (account.kind() == Bank.AccountView.Kind.CUSTOMER) {
          assertThat(account.available()).as(account.number()).isNotNegative();
        }
      }
    }
  }

  private static void checkDues(TestTown town, TestBank bank) {
    for (Bank.PartnerView partner : bank.bank.partners()) {
      Bank.PartnerView other = town.bank(partner.bankCode()).bank.position(bank.code);
      assertThat(other).isNotNull();
      assertThat(partner.dueFrom())
          .as(bank.code + " due from " + partner.bankCode())
          .isEqualTo(other.dueTo());
      assertThat(partner.dueFromPending()).isZero();
      assertThat(partner.dueToPending()).isZero();
    }
  }

  /** The bank goes on from its own snapshot. */
  private static void swap(TestBank bank) {
    byte[] snapshot = bank.snapshot();
    bank.bank = bank.restored(snapshot);
    assertThat(bank.snapshot()).isEqualTo(snapshot);
  }
}
