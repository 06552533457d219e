package mutual.bankserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import mutual.bank.BankLimits;
import mutual.bank.CardLimits;
import mutual.bank.FeeSchedule;
import org.junit.jupiter.api.Test;

final class BankServerConfigTest {
  private static final Path FOLDER = Path.of("north");

  @Test
  void defaults() {
    BankServerConfig config = BankServerConfig.of(FOLDER, "NORT", "Northbank", "999001");
    assertThat(config)
        .isEqualTo(
            new BankServerConfig(
                FOLDER,
                "NORT",
                "Northbank",
                "999001",
                "EUR",
                new FeeSchedule(2_50, 0),
                new CardLimits(1_000_00, 10),
                BankLimits.DEFAULT,
                "127.0.0.1",
                7443,
                7480,
                Duration.ofSeconds(8),
                Duration.ofMillis(2500),
                mutual.journal.FileSystem.real()));
  }

  @Test
  void whatIsNoBankIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BankServerConfig.of(FOLDER, "north", "Northbank", "999001"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BankServerConfig.of(FOLDER, "NORT", " ", "999001"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BankServerConfig.of(FOLDER, "NORT", "Northbank", "99900"));
  }
}
