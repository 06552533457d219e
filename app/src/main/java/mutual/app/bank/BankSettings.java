package mutual.app.bank;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
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
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      values.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(
        new BankSettings(
            value(values, file, "code"),
            value(values, file, "name"),
            value(values, file, "card-prefix"),
            value(values, file, "currency"),
            number(values, file, "foreign-fee-minor-units"),
            number(values, file, "daily-limit-minor-units"),
            (int) number(values, file, "daily-count"),
            value(values, file, "address"),
            (int) number(values, file, "node-port"),
            (int) number(values, file, "people-port")));
  }

  void store(Path folder) {
    Properties values = new Properties();
    values.setProperty("code", code);
    values.setProperty("name", name);
    values.setProperty("card-prefix", cardPrefix);
    values.setProperty("currency", currency);
    values.setProperty("foreign-fee-minor-units", Long.toString(foreignFee));
    values.setProperty("daily-limit-minor-units", Long.toString(dailyAmount));
    values.setProperty("daily-count", Integer.toString(dailyCount));
    values.setProperty("address", address);
    values.setProperty("node-port", Integer.toString(nodePort));
    values.setProperty("people-port", Integer.toString(peoplePort));
    write(folder.resolve(FILE), values, "settings of a bank; see docs/cli.md");
  }

  static void write(Path file, Properties values, String comment) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.resolveSibling(""));
      try (Writer writer = Files.newBufferedWriter(fresh)) {
        values.store(writer, comment);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private static String value(Properties values, Path file, String key) {
    String value = values.getProperty(key);
    if (value == null || value.isBlank()) {
      throw new CommandFailure(ExitCode.ENVIRONMENT, file + " has no value for " + key);
    }
    return value.strip();
  }

  private static long number(Properties values, Path file, String key) {
    String value = value(values, file, key);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new CommandFailure(
          ExitCode.ENVIRONMENT, file + ": " + key + " is not a number: " + value, e);
    }
  }
}
