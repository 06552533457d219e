package mutual.app.bank;

import java.nio.file.Path;
import mutual.bankserver.BankServer;
import mutual.bankserver.BankServerConfig;

/**
 * What a bank that runs in this process leaves in its data folder, so that {@code mutual bank …
 * --data} finds it as it finds one that runs by itself.
 */
public final class BankFolder {
  private BankFolder() {}

  public static void announce(BankServer server) {
    BankServerConfig config = server.config();
    Path folder = config.dataFolder();
    if (BankSettings.load(folder).isEmpty()) {
      new BankSettings(
              config.bankCode(),
              config.bankName(),
              config.cardPrefix(),
              config.currency(),
              config.fees().foreignWithdrawal(),
              config.cardLimits().dailyAmount(),
              config.cardLimits().dailyCount(),
              config.bindAddress(),
              server.nodePort(),
              server.peoplePort())
          .store(folder);
    }
    new RunningBank(config.bindAddress(), server.nodePort(), server.peoplePort()).store(folder);
  }

  public static void withdrawAnnouncement(Path folder) {
    RunningBank.remove(folder);
  }
}
