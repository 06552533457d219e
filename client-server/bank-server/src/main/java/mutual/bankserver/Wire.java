package mutual.bankserver;

import java.util.UUID;
import java.util.regex.Pattern;
import mutual.bank.Bank;
import mutual.bank.Command;
import mutual.contracts.bank.v1.Account;
import mutual.contracts.bank.v1.AccountKind;
import mutual.contracts.bank.v1.Card;
import mutual.contracts.bank.v1.CardStatus;
import mutual.contracts.bank.v1.Money;
import mutual.contracts.bank.v1.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Values as they stand in the contracts. What cannot be read is refused with an {@link
 * IllegalArgumentException} that names the field; what can be read but is not acceptable is for the
 * core to refuse.
 */
final class Wire {
  static final int PAGE_SIZE_DEFAULT = 100;
  static final int PAGE_SIZE_MAX = 500;
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]*");

  private Wire() {}

  static UUID id(String text, String field) {
    if (!UUID_TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          field + ": a UUID such as 01938c2e-7b5a-7c3e-9d2f-1a2b3c4d5e6f");
    }
    return UUID.fromString(text);
  }

  static @Nullable UUID idOrNull(String text, String field) {
    return text.isEmpty() ? null : id(text, field);
  }

  /** A number or code: printable ASCII without blanks, of bounded length, perhaps empty. */
  static String word(String text, String field) {
    if (text.length() > Command.TEXT_CHARS_MAX || !WORD.matcher(text).matches()) {
      throw new IllegalArgumentException(
          field + ": up to " + Command.TEXT_CHARS_MAX + " letters, digits and signs");
    }
    return text;
  }

  static String needed(String text, String field) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(field + ": missing");
    }
    return word(text, field);
  }

  static @Nullable String wordOrNull(String text, String field) {
    return text.isEmpty() ? null : word(text, field);
  }

  static String currency(String text, String field) {
    if (!CURRENCY.matcher(text).matches()) {
      throw new IllegalArgumentException(field + ": an ISO 4217 code such as EUR");
    }
    return text;
  }

  static String currency(Money money, String field) {
    return currency(money.getCurrency(), field + ".currency");
  }

  static int pageSize(int asked) {
    if (asked < 0 || asked > PAGE_SIZE_MAX) {
      throw new IllegalArgumentException("page_size: 0 to " + PAGE_SIZE_MAX);
    }
    return asked == 0 ? PAGE_SIZE_DEFAULT : asked;
  }

  static Money money(long minorUnits, String currency) {
    return Money.newBuilder().setMinorUnits(minorUnits).setCurrency(currency).build();
  }

  static Refusal refusal(mutual.bank.Refusal refusal) {
    Refusal wire = Refusal.forNumber(refusal.code());
    if (wire == null) {
      throw new IllegalStateException("the contract lacks refusal " + refusal);
    }
    return wire;
  }

  /** First six and last four digits: what may be shown of a card's number (PCI DSS 3.4). */
  static String masked(String card) {
    return card.length() < 11
        ? card
        : card.substring(0, 6) + "*".repeat(card.length() - 10) + card.substring(card.length() - 4);
  }

  static Account account(AccountEntry entry) {
    Bank.AccountView account = entry.account();
    String currency = account.currency();
    Account.Builder wire =
        Account.newBuilder()
            .setNumber(account.number())
            .setKind(
                switch (account.kind()) {
                  case CUSTOMER -> AccountKind.ACCOUNT_KIND_CUSTOMER;
                  case MACHINE_CASH -> AccountKind.ACCOUNT_KIND_MACHINE_CASH;
                  case VAULT -> AccountKind.ACCOUNT_KIND_VAULT;
                  case DUE_FROM -> AccountKind.ACCOUNT_KIND_DUE_FROM;
                  case DUE_TO -> AccountKind.ACCOUNT_KIND_DUE_TO;
                  case FEE_INCOME -> AccountKind.ACCOUNT_KIND_FEE_INCOME;
                  case CAPITAL -> AccountKind.ACCOUNT_KIND_CAPITAL;
                })
            .setBalance(money(account.balance(), currency))
            .setAvailable(money(account.available(), currency))
            .setHeld(money(account.held(), currency))
            .setOverdraft(money(account.overdraft(), currency))
            .setClosed(account.closed());
    if (account.customer() != null) {
      wire.setCustomerId(account.customer().toString());
    }
    if (entry.customerName() != null) {
      wire.setCustomerName(entry.customerName());
    }
    return wire.build();
  }

  static Card card(CardEntry entry, String currency) {
    Bank.CardView card = entry.card();
    return Card.newBuilder()
        .setNumber(card.number())
        .setAccount(card.account())
        .setCustomerId(card.customer().toString())
        .setCustomerName(entry.customerName())
        .setExpires(expires(card.expiresYearMonth()))
        .setStatus(
            switch (card.status()) {
              case INACTIVE -> CardStatus.CARD_STATUS_INACTIVE;
              case ACTIVE -> CardStatus.CARD_STATUS_ACTIVE;
              case BLOCKED -> CardStatus.CARD_STATUS_BLOCKED;
              case PIN_BLOCKED -> CardStatus.CARD_STATUS_PIN_BLOCKED;
            })
        .setPinTriesLeft(card.pinTriesLeft())
        .setDailyLimit(money(card.dailyLimit(), currency))
        .setDailyCount(card.dailyCount())
        .setWithdrawnToday(money(card.withdrawnToday(), currency))
        .setWithdrawalsToday(card.withdrawalsToday())
        .build();
  }

  private static String expires(int yearMonth) {
    return "%04d-%02d".formatted(yearMonth / 12, yearMonth % 12 + 1);
  }
}
