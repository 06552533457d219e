package mutual.bankserver;

import java.util.Arrays;

/** What a program may do with the bank's API. */
public enum Right {
  ACCOUNTS_READ("accounts:read"),
  ACCOUNTS_WRITE("accounts:write"),
  TRANSFERS_WRITE("transfers:write"),
  CARDS_READ("cards:read"),
  CARDS_WRITE("cards:write"),
  OPERATE("operate");

  private final String text;

  Right(String text) {
    this.text = text;
  }

  /** As it is written in the API, on the command line and in the documents. */
  public String text() {
    return text;
  }

  public static Right of(String text) {
    return Arrays.stream(values())
        .filter(right -> right.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no such right: "
                        + text
                        + "; there are "
                        + String.join(", ", Arrays.stream(values()).map(Right::text).toList())));
  }
}
