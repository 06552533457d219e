package mutual.cashmachine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mutual.cashmachine.OpenTransaction.Deposit;
import mutual.cashmachine.OpenTransaction.DepositStage;
import mutual.cashmachine.OpenTransaction.Stage;
import mutual.cashmachine.OpenTransaction.Withdrawal;
import mutual.contracts.bank.v1.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What the journal's entries add up to: the transactions that are not finished, and the cases that
 * wait for a person. The same entries always give the same book.
 */
public final class TransactionBook {
  /** More unfinished transactions than this, and the machine takes no new ones. */
  public static final int OPEN_TRANSACTIONS_MAX = 64;

  /** Of more cases that wait for a person, the oldest are left to the journal file alone. */
  static final int ATTENTION_MAX = 1000;

  private final Map<UUID, OpenTransaction> open = new LinkedHashMap<>();
  private final Map<UUID, JournalEntry> attention = new LinkedHashMap<>();
  private final Map<UUID, List<JournalEntry>> entries = new LinkedHashMap<>();

  /** Fails with an {@link IllegalStateException} on an entry that cannot follow. */
  public void apply(JournalEntry entry) {
    switch (entry) {
      case JournalEntry.WithdrawalAsked e ->
          add(
              e,
              new Withdrawal(
                  e.id(),
                  e.atMillis(),
                  e.card(),
                  Stage.ASKED,
                  e.amount(),
                  e.fee(),
                  Notes.NONE,
                  Notes.NONE,
                  Notes.NONE,
                  0));
      case JournalEntry.WithdrawalApproved e ->
          put(e, withdrawal(e, Stage.ASKED).at(Stage.APPROVED));
      case JournalEntry.WithdrawalRefused e -> {
        withdrawal(e, Stage.ASKED);
        close(e, false);
      }
      case JournalEntry.DispenseStarted e ->
          put(e, withdrawal(e, Stage.APPROVED).started(e.mix(), e.before()));
      case JournalEntry.DispenseFinished e ->
          put(e, withdrawal(e, Stage.DISPENSING).presented(e.presented()));
      case JournalEntry.CashTaken e -> put(e, withdrawal(e, Stage.PRESENTED));
      case JournalEntry.CashRetracted e ->
          put(e, withdrawal(e, Stage.PRESENTED).retracted(e.retracted()));
      case JournalEntry.ConfirmDue e ->
          put(
              e,
              withdrawal(e, Stage.PRESENTED, Stage.RETRACTED, Stage.UNCERTAIN)
                  .confirming(e.dispensed()));
      case JournalEntry.ReverseDue e ->
          put(
              e,
              withdrawal(
                      e,
                      Stage.ASKED,
                      Stage.APPROVED,
                      Stage.PRESENTED,
                      Stage.RETRACTED,
                      Stage.UNCERTAIN)
                  .at(Stage.REVERSING));
      case JournalEntry.Settled e -> {
        withdrawal(e, Stage.CONFIRMING, Stage.REVERSING);
        close(e, e.refusal() != Refusal.REFUSAL_UNSPECIFIED);
      }
      case JournalEntry.Uncertain e ->
          put(e, withdrawal(e, Stage.DISPENSING, Stage.PRESENTED).at(Stage.UNCERTAIN));
      case JournalEntry.Resolved e -> put(e, withdrawal(e, Stage.UNCERTAIN));
      case JournalEntry.DepositAsked e ->
          add(
              e,
              new Deposit(
                  e.id(),
                  e.atMillis(),
                  DepositStage.ASKED,
                  e.cardNumber(),
                  e.pin(),
                  e.account(),
                  e.notes()));
      case JournalEntry.DepositAccepted e ->
          put(e, deposit(e, DepositStage.ASKED).at(DepositStage.ACCEPTED));
      case JournalEntry.DepositRefused e ->
          put(e, deposit(e, DepositStage.ASKED).at(DepositStage.REFUSED));
      case JournalEntry.DepositStored e -> {
        deposit(e, DepositStage.ACCEPTED);
        close(e, false);
      }
      case JournalEntry.DepositReturned e -> {
        // Notes that were never offered to the bank are given back without being on the book.
        if (open.get(e.id()) != null) {
          deposit(e, DepositStage.REFUSED);
          close(e, false);
        }
      }
      case JournalEntry.DepositHeld e -> {
        deposit(e, DepositStage.REFUSED);
        close(e, true);
      }
      case JournalEntry.AttentionCleared e -> {
        attention.remove(e.id());
        if (!open.containsKey(e.id())) {
          entries.remove(e.id());
        }
      }
      case JournalEntry.DepositCounted _,
          JournalEntry.TransferAsked _,
          JournalEntry.ServiceAnswered _,
          JournalEntry.CardRetained _ -> {}
    }
  }

  /** Unfinished transactions, oldest first. */
  public Collection<OpenTransaction> open() {
    return Collections.unmodifiableCollection(open.values());
  }

  public @Nullable OpenTransaction open(UUID id) {
    return open.get(id);
  }

  /** Cases that wait for a person, oldest first; uncertain withdrawals are under {@link #open}. */
  public Collection<JournalEntry> attention() {
    return Collections.unmodifiableCollection(attention.values());
  }

  /** The entries that make up an equal book: everything else may be left out of a new file. */
  public List<JournalEntry> essentials() {
    List<JournalEntry> essentials = new ArrayList<>();
    entries.values().forEach(essentials::addAll);
    return essentials;
  }

  boolean uncertain() {
    return open.values().stream()
        .anyMatch(t -> t instanceof Withdrawal w && w.stage() == Stage.UNCERTAIN);
  }

  boolean depositOpen() {
    return open.values().stream().anyMatch(Deposit.class::isInstance);
  }

  Withdrawal withdrawal(UUID id) {
    if (open.get(id) instanceof Withdrawal withdrawal) {
      return withdrawal;
    }
    throw new IllegalStateException("no open withdrawal " + id);
  }

  private Withdrawal withdrawal(JournalEntry entry, Stage... stages) {
    Withdrawal withdrawal = withdrawal(entry.id());
    if (!List.of(stages).contains(withdrawal.stage())) {
      throw new IllegalStateException(entry + " after stage " + withdrawal.stage());
    }
    return withdrawal;
  }

  private Deposit deposit(JournalEntry entry, DepositStage stage) {
    if (open.get(entry.id()) instanceof Deposit deposit && deposit.stage() == stage) {
      return deposit;
    }
    throw new IllegalStateException(entry + " after " + open.get(entry.id()));
  }

  private void add(JournalEntry entry, OpenTransaction transaction) {
    if (open.containsKey(entry.id())) {
      throw new IllegalStateException(entry + " comes twice");
    }
    put(entry, transaction);
  }

  private void put(JournalEntry entry, OpenTransaction transaction) {
    open.put(entry.id(), transaction);
    entries.computeIfAbsent(entry.id(), _ -> new ArrayList<>()).add(entry);
  }

  private void close(JournalEntry entry, boolean needsPerson) {
    open.remove(entry.id());
    if (needsPerson) {
      attend(entry);
    }
    if (attention.containsKey(entry.id())) {
      entries.computeIfAbsent(entry.id(), _ -> new ArrayList<>()).add(entry);
    } else {
      entries.remove(entry.id());
    }
  }

  private void attend(JournalEntry entry) {
    attention.put(entry.id(), entry);
    if (attention.size() > ATTENTION_MAX) {
      UUID oldest = attention.keySet().iterator().next();
      attention.remove(oldest);
      if (!open.containsKey(oldest)) {
        entries.remove(oldest);
      }
    }
  }
}
