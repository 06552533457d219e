package mutual.bankserver;

import java.nio.file.Path;
import java.time.Duration;
import mutual.bank.BankLimits;
import mutual.bank.CardLimits;
import mutual.bank.FeeSchedule;
import mutual.journal.FileSystem;

/**
 * Everything that can be set about a bank's server.
 *
 * @param dataFolder holds the log, the database and the keys; made if it is not there
 * @param bankCode four capital letters, part of every account number
 * @param cardPrefix first six digits of the bank's cards (issuer identification number)
 * @param currency ISO 4217 code; the one currency that the bank keeps
 * @param fees taken when the bank is founded; later starts do not change them
 * @param cardLimits taken when the bank is founded; later starts do not change them
 * @param bindAddress address that both ports listen on
 * @param nodePort TLS port for programs, machines and partners; 0: any free one
 * @param peoplePort plain HTTP port for the operator's pages; 0: any free one
 * @param authoriseDeadline how long a partner may take to answer a withdrawal before it is reversed
 * @param transferWait how long a transfer to a partner may keep its caller waiting before the
 *     answer is "pending"
 * @param logFiles where the log is kept; the machine's own files unless a test has others
 */
public record BankServerConfig(
    Path dataFolder,
    String bankCode,
    String bankName,
    String cardPrefix,
    String currency,
    FeeSchedule fees,
    CardLimits cardLimits,
    BankLimits limits,
    String bindAddress,
    int nodePort,
    int peoplePort,
    Duration authoriseDeadline,
    Duration transferWait,
    FileSystem logFiles) {
  public static final String DEFAULT_CURRENCY = "EUR";
  public static final FeeSchedule DEFAULT_FEES = new FeeSchedule(250, 0);
  public static final CardLimits DEFAULT_CARD_LIMITS = new CardLimits(1_000_00, 10);
  public static final String DEFAULT_BIND_ADDRESS = "127.0.0.1";
  public static final int DEFAULT_NODE_PORT = 7443;
  public static final int DEFAULT_PEOPLE_PORT = 7480;
  public static final Duration DEFAULT_AUTHORISE_DEADLINE = Duration.ofSeconds(8);
  public static final Duration DEFAULT_TRANSFER_WAIT = Duration.ofMillis(2500);

  public BankServerConfig {
    if (!bankCode.matches("[A-Z]{4}")) {
      throw new IllegalArgumentException("a bank code is four capital letters: " + bankCode);
    }
    if (!cardPrefix.matches("[0-9]{6}")) {
      throw new IllegalArgumentException("a card prefix is six digits: " + cardPrefix);
    }
    if (!currency.matches("[A-Z]{3}")) {
      throw new IllegalArgumentException("a currency is an ISO 4217 code: " + currency);
    }
    if (bankName.isBlank() || bankName.length() > Text.NAME_CHARS_MAX) {
      throw new IllegalArgumentException(
          "a bank's name has 1 to " + Text.NAME_CHARS_MAX + " characters");
    }
  }

  /** The defaults, for a bank of this name. */
  public static BankServerConfig of(
      Path dataFolder, String bankCode, String bankName, String cardPrefix) {
    return new BankServerConfig(
        dataFolder,
        bankCode,
        bankName,
        cardPrefix,
        DEFAULT_CURRENCY,
        DEFAULT_FEES,
        DEFAULT_CARD_LIMITS,
        BankLimits.DEFAULT,
        DEFAULT_BIND_ADDRESS,
        DEFAULT_NODE_PORT,
        DEFAULT_PEOPLE_PORT,
        DEFAULT_AUTHORISE_DEADLINE,
        DEFAULT_TRANSFER_WAIT,
        FileSystem.real());
  }

  public BankServerConfig withPorts(String address, int node, int people) {
    return new BankServerConfig(
        dataFolder,
        bankCode,
        bankName,
        cardPrefix,
        currency,
        fees,
        cardLimits,
        limits,
        address,
        node,
        people,
        authoriseDeadline,
        transferWait,
        logFiles);
  }

  public BankServerConfig withTerms(
      String newCurrency, FeeSchedule newFees, CardLimits newCardLimits) {
    return new BankServerConfig(
        dataFolder,
        bankCode,
        bankName,
        cardPrefix,
        newCurrency,
        newFees,
        newCardLimits,
        limits,
        bindAddress,
        nodePort,
        peoplePort,
        authoriseDeadline,
        transferWait,
        logFiles);
  }

  public BankServerConfig withLimits(BankLimits newLimits) {
    return new BankServerConfig(
        dataFolder,
        bankCode,
        bankName,
        cardPrefix,
        currency,
        fees,
        cardLimits,
        newLimits,
        bindAddress,
        nodePort,
        peoplePort,
        authoriseDeadline,
        transferWait,
        logFiles);
  }

  public BankServerConfig withWaits(Duration newAuthoriseDeadline, Duration newTransferWait) {
    return new BankServerConfig(
        dataFolder,
        bankCode,
        bankName,
        cardPrefix,
        currency,
        fees,
        cardLimits,
        limits,
        bindAddress,
        nodePort,
        peoplePort,
        newAuthoriseDeadline,
        newTransferWait,
        logFiles);
  }

  public BankServerConfig withLogFiles(FileSystem files) {
    return new BankServerConfig(
        dataFolder,
        bankCode,
        bankName,
        cardPrefix,
        currency,
        fees,
        cardLimits,
        limits,
        bindAddress,
        nodePort,
        peoplePort,
        authoriseDeadline,
        transferWait,
        files);
  }

  /** Where in the data folder the log is. */
  public Path logFolder() {
    return dataFolder.resolve("log");
  }
}
