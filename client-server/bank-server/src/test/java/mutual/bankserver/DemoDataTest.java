package mutual.bankserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import mutual.middleware.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoDataTest {
  @TempDir Path folder;

  @Test
  void seedingAgainDoesNothing() {
    BankServerConfig config =
        BankServerConfig.of(folder, "NORT", "Northbank", "999001")
            .withLimits(TestTown.LIMITS)
            .withPorts("127.0.0.1", 0, 0);
    List<DemoSeed.DemoCard> cards;
    try (BankServer bank = BankServer.start(config)) {
      cards = DemoSeed.seed(bank);
      assertThat(cards).hasSize(4).allSatisfy(card -> assertThat(card.holder()).contains("Demo"));
      var _ =
          bank.office().addMachine("north-1", Identity.ephemeral().id(), "Market Square").orThrow();
      DemoSeed.stockMachine(bank, "north-1", 9_000_00);
    }
    try (BankServer bank = BankServer.start(config)) {
      long position = bank.books().status().logPosition();
      assertThat(DemoSeed.seed(bank)).isEqualTo(cards);
      DemoSeed.stockMachine(bank, "north-1", 9_000_00);
      assertThat(bank.books().status().logPosition()).isEqualTo(position);
      assertThat(bank.books().vault().account().balance())
          .isEqualTo(
              DemoSeed.VAULT
                  + 1_500_00
                  + 320_00
                  + 820_50
                  + 45_00
                  + 12_000_00
                  + 5_000_00
                  - 9_000_00);
      assertThat(bank.books().audit().balanced()).isTrue();
    }
  }
}
