package mutual.app.bank;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mutual.app.PropertiesFile;
import mutual.bank.CardLimits;
import mutual.bank.FeeSchedule;
import mutual.bankserver.BankServerConfig;

/**
 * What {@code mutual bank init} writes into a bank's data folder, and {@code serve} starts from:
 * the file {@value #FILE}.
 *
 * @param foreignFee minor units, charged to cards of other banks
 * @param dailyAmount minor units a card may withdraw in a day
 */
record BankSettings(
    String code,
    String name,
    String cardPrefix,
    String currency,
    long foreignFee,
    long dailyAmount,
    int dailyCount,
    String address,
    int nodePort,
    int peoplePort) {
  static final String FILE = "bank.properties";

  static Optional<BankSettings> load(Path folder) {
    return PropertiesFile.read(folder.resolve(FILE)).map(BankSettings::of);
  }

  private static BankSettings of(PropertiesFile values) {
    return new BankSettings(
        values.text("code"),
        values.text("name"),
        values.text("card-prefix"),
        values.text("currency"),
        values.number("foreign-fee-minor-units"),
        values.number("daily-limit-minor-units"),
        (int) values.number("daily-count"),
        values.text("address"),
        (int) values.number("node-port"),
        (int) values.number("people-port"));
  }

  void store(Path folder) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("code", code);
    values.put("name", name);
    values.put("card-prefix", cardPrefix);
    values.put("currency", currency);
    values.put("foreign-fee-minor-units", foreignFee);
    values.put("daily-limit-minor-units", dailyAmount);
    values.put("daily-count", dailyCount);
    values.put("address", address);
    values.put("node-port", nodePort);
    values.put("people-port", peoplePort);
    PropertiesFile.write(folder.resolve(FILE), values, "settings of a bank; see docs/cli.md");
  }

  BankServerConfig config(Path folder) {
    return BankServerConfig.of(folder, code, name, cardPrefix)
        .withTerms(
            currency, new FeeSchedule(foreignFee, 0), new CardLimits(dailyAmount, dailyCount))
        .withPorts(address, nodePort, peoplePort);
  }

  BankSettings withPorts(String newAddress, int newNodePort, int newPeoplePort) {
    return new BankSettings(
        code,
        name,
        cardPrefix,
        currency,
        foreignFee,
        dailyAmount,
        dailyCount,
        newAddress,
        newNodePort,
        newPeoplePort);
  }
}
