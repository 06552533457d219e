package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import mutual.journal.Core;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** API sketch: the owner of this module replaces the body. All queries return immutable values. */
public final class Bank implements Core<Reply> {
  public Bank(BankLimits limits) {}

  @Override
  public Reply apply(long timestampMillis, DirectBuffer command, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void writeSnapshot(DataOutput out) throws IOException {}

  @Override
  public void readSnapshot(DataInput in) throws IOException {}

  /** At most one; set once the log has been replayed. */
  public void listen(BankListener listener) {}

  public @Nullable ExchangeView exchange(UUID id) {
    throw new UnsupportedOperationException();
  }

  /** Newest first, from after {@code before} (null: from the newest). */
  public List<ExchangeView> exchanges(@Nullable UUID before, int max, boolean openOnly) {
    throw new UnsupportedOperationException();
  }

  /** Messages that partners have not acknowledged, oldest first. */
  public List<OutstandingMessage> outstanding(int max) {
    throw new UnsupportedOperationException();
  }

  public @Nullable OutstandingMessage outstanding(UUID exchange) {
    throw new UnsupportedOperationException();
  }

  /** Messages that one partner has not acknowledged, oldest first. */
  public List<OutstandingMessage> outstanding(String partner, int max) {
    throw new UnsupportedOperationException();
  }

  /** Who this bank is; null before it was founded. */
  public Command.@Nullable Found founded() {
    throw new UnsupportedOperationException();
  }

  /** A transfer or counter deposit as it stands; null if unknown or no longer remembered. */
  public @Nullable TransferView transfer(UUID id) {
    throw new UnsupportedOperationException();
  }

  /** The partner's standing with this bank; null if unknown. */
  public @Nullable PartnerView position(String bankCode) {
    throw new UnsupportedOperationException();
  }

  /** The code of the bank, this one or a partner, whose cards begin like this one; null if none. */
  public @Nullable String issuerOf(String cardNumber) {
    throw new UnsupportedOperationException();
  }

  public @Nullable AccountView account(String number) {
    throw new UnsupportedOperationException();
  }

  public List<AccountView> accounts(
      @Nullable UUID customer, @Nullable String after, int max, boolean includeInternal) {
    throw new UnsupportedOperationException();
  }

  public @Nullable CardView card(String number) {
    throw new UnsupportedOperationException();
  }

  public List<CardView> cards(@Nullable String after, int max) {
    throw new UnsupportedOperationException();
  }

  public List<PartnerView> partners() {
    throw new UnsupportedOperationException();
  }

  public List<MachineView> machines() {
    throw new UnsupportedOperationException();
  }

  /** Sequence number of the last posting in the books; 0 if there is none. */
  public long lastPosting() {
    throw new UnsupportedOperationException();
  }

  /** Up to where the statement database is known to hold the postings. */
  public long projectedPostings() {
    throw new UnsupportedOperationException();
  }

  /** Postings the statement database does not have yet, from {@code after} on. */
  public List<Posting> postings(long after, int max) {
    throw new UnsupportedOperationException();
  }

  public Audit audit() {
    throw new UnsupportedOperationException();
  }

  /**
   * @param bankCode receiver
   */
  public record OutstandingMessage(String bankCode, PartnerMessage message, long sinceMillis) {}

  /**
   * @param balance from the customer's point of view; for assets debits less credits
   */
  public record AccountView(
      String number,
      Kind kind,
      @Nullable UUID customer,
      String currency,
      long balance,
      long held,
      long overdraft,
      boolean closed,
      long ledgerId) {
    public enum Kind {
      CUSTOMER,
      MACHINE_CASH,
      VAULT,
      DUE_FROM,
      DUE_TO,
      FEE_INCOME,
      CAPITAL
    }

    public long available() {
      return Math.addExact(Math.subtractExact(balance, held), overdraft);
    }
  }

  public record CardView(
      String number,
      String account,
      UUID customer,
      int expiresYearMonth,
      Status status,
      int pinTriesLeft,
      long dailyLimit,
      int dailyCount,
      long withdrawnToday,
      int withdrawalsToday) {
    public enum Status {
      INACTIVE,
      ACTIVE,
      BLOCKED,
      PIN_BLOCKED
    }
  }

  public record PartnerView(
      String bankCode,
      byte[] nodeId,
      String cardPrefix,
      long netDebitCap,
      boolean suspended,
      String dueFromAccount,
      long dueFrom,
      long dueFromPending,
      String dueToAccount,
      long dueTo,
      long dueToPending,
      int outstanding) {}

  public record MachineView(
      String machine, byte[] nodeId, String cashAccount, long cash, int openExchanges) {}

  /**
   * @param from empty for a deposit at the counter
   * @param refusal why, if refused
   */
  public record TransferView(
      UUID id,
      State state,
      @Nullable Refusal refusal,
      String from,
      String to,
      long amount,
      String currency) {
    public enum State {
      REFUSED,
      PENDING,
      COMPLETED,
      DISPUTED
    }
  }

  /**
   * One side of a movement on a customer's or internal account.
   *
   * @param amount positive into the account, negative out of it, from the account's own point of
   *     view
   */
  public record Posting(
      long sequence,
      long timestampMillis,
      String account,
      long amount,
      long balanceAfter,
      String kind,
      String counterparty,
      String reference,
      UUID id) {}

  public record Audit(boolean balanced, List<Line> lines) {
    public record Line(String check, boolean passed, String detail) {}
  }
}
