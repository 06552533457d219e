package mutual.ledger;

import static mutual.ledger.TransferResult.*;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ledger's rules written as plainly as possible: maps, big numbers, whole copies to undo. */
final class LedgerModel {
  record TransferKey(long high, long low) {
    long millis() {
      return high >>> 16;
    }

    boolean isZero() {
      return high == 0 && low == 0;
    }
  }

  record Transfer(
      TransferKey id,
      long debit,
      long credit,
      long amount,
      int flags,
      TransferKey pendingId,
      int timeoutSeconds,
      int code,
      long userData) {
    boolean is(int flag) {
      return (flags & flag) != 0;
    }
  }

  record Account(
      int currency,
      int flags,
      BigInteger allowance,
      BigInteger debitsPending,
      BigInteger debitsPosted,
      BigInteger creditsPending,
      BigInteger creditsPosted) {
    Account plus(BigInteger dp, BigInteger dd, BigInteger cp, BigInteger cc) {
      return new Account(
          currency,
          flags,
          allowance,
          debitsPending.add(dp),
          debitsPosted.add(dd),
          creditsPending.add(cp),
          creditsPosted.add(cc));
    }

    Account with(int flags, BigInteger allowance) {
      return new Account(
          currency, flags, allowance, debitsPending, debitsPosted, creditsPending, creditsPosted);
    }

    BigInteger debits() {
      return debitsPending.add(debitsPosted);
    }

    BigInteger credits() {
      return creditsPending.add(creditsPosted);
    }
  }

  record Memory(@Nullable Transfer content, TransferState state) {}

  record Reserved(Transfer transfer, long expiresAt, long sequence) {}

  private record State(
      Map<Long, Account> accounts,
      Map<TransferKey, Memory> memory,
      Map<TransferKey, Reserved> pending) {
    State copy() {
      return new State(
          new LinkedHashMap<>(accounts), new LinkedHashMap<>(memory), new LinkedHashMap<>(pending));
    }
  }

  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger ZERO = BigInteger.ZERO;

  private final LedgerLimits limits;
  private final long bucketMillis;
  private State state =
      new State(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
  private long now;
  private long sequence;

  LedgerModel(LedgerLimits limits) {
    this.limits = limits;
    this.bucketMillis = Math.ceilDiv(limits.dedupWindowMillis() + limits.clockSkewMillisMax(), 64L);
  }

  Map<Long, Account> accounts() {
    return state.accounts;
  }

  Map<TransferKey, Reserved> pending() {
    return state.pending;
  }

  @Nullable TransferState state(TransferKey id) {
    Memory memory = state.memory.get(id);
    return memory == null || id.millis() < floor() ? null : memory.state;
  }

  int remembered() {
    return state.memory.size();
  }

  AccountResult create(long id, int currency, int flags, long allowance) {
    if (id == 0) {
      return AccountResult.ID_MUST_NOT_BE_ZERO;
    }
    if (flags < 0 || flags > 2) {
      return AccountResult.FLAGS_INVALID;
    }
    if (currency <= 0) {
      return AccountResult.CURRENCY_INVALID;
    }
    if (allowance < 0) {
      return AccountResult.ALLOWANCE_NEGATIVE;
    }
    Account existing = state.accounts.get(id);
    BigInteger allowed = BigInteger.valueOf(allowance);
    if (existing != null) {
      return existing.currency == currency
              && (existing.flags & 3) == flags
              && existing.allowance.equals(allowed)
          ? AccountResult.EXISTS
          : AccountResult.EXISTS_WITH_DIFFERENT_CONTENT;
    }
    if (state.accounts.size() >= limits.accountsMax()) {
      return AccountResult.CAPACITY_REACHED;
    }
    state.accounts.put(id, new Account(currency, flags, allowed, ZERO, ZERO, ZERO, ZERO));
    return AccountResult.OK;
  }

  AccountResult close(long id) {
    Account account = state.accounts.get(id);
    if (account == null) {
      return AccountResult.NOT_FOUND;
    }
    if (account.debitsPending.signum() != 0
        || account.creditsPending.signum() != 0
        || !account.debitsPosted.equals(account.creditsPosted)) {
      return AccountResult.NOT_EMPTY;
    }
    state.accounts.put(id, account.with(account.flags | AccountFlags.CLOSED, account.allowance));
    return AccountResult.OK;
  }

  AccountResult changeAllowance(long id, long allowance) {
    if (allowance < 0) {
      return AccountResult.ALLOWANCE_NEGATIVE;
    }
    Account account = state.accounts.get(id);
    if (account == null) {
      return AccountResult.NOT_FOUND;
    }
    state.accounts.put(id, account.with(account.flags, BigInteger.valueOf(allowance)));
    return AccountResult.OK;
  }

  void advance(long timestampMillis) {
    now = timestampMillis;
    state.memory.keySet().removeIf(id -> id.millis() / bucketMillis < floor() / bucketMillis);
    List<Reserved> due =
        state.pending.values().stream()
            .filter(reserved -> reserved.expiresAt <= now)
            .sorted(
                Comparator.comparingLong(Reserved::expiresAt).thenComparingLong(Reserved::sequence))
            .limit(Ledger.EXPIRIES_PER_ENTRY_MAX)
            .toList();
    for (Reserved reserved : due) {
      release(reserved.transfer);
      state.pending.remove(reserved.transfer.id);
      mark(reserved.transfer.id, TransferState.EXPIRED);
    }
  }

  byte[] apply(long timestampMillis, List<Transfer> batch, int flagsAllowed) {
    advance(timestampMillis);
    byte[] results = new byte[batch.size()];
    int i = 0;
    while (i < batch.size()) {
      int end = i;
      while (end < batch.size() && batch.get(end).is(TransferFlags.LINKED)) {
        end++;
      }
      end = Math.min(end + 1, batch.size());
      TransferResult[] chain = applyChain(batch.subList(i, end), flagsAllowed);
      for (TransferResult result : chain) {
        results[i++] = (byte) result.code();
      }
    }
    return results;
  }

  private TransferResult[] applyChain(List<Transfer> chain, int flagsAllowed) {
    State before = state.copy();
    TransferResult[] results = new TransferResult[chain.size()];
    Arrays.fill(results, LINKED_EVENT_FAILED);
    for (int i = 0; i < chain.size(); i++) {
      Transfer transfer = chain.get(i);
      boolean open = i == chain.size() - 1 && transfer.is(TransferFlags.LINKED);
      TransferResult result = open ? LINKED_CHAIN_OPEN : book(transfer, flagsAllowed);
      boolean allExist = i > 0 && results[0] == EXISTS;
      boolean fits = i == 0 ? result.made() : result == (allExist ? EXISTS : CREATED);
      if (fits) {
        results[i] = result;
        continue;
      }
      state = before;
      if (!allExist) {
        Arrays.fill(results, 0, i, LINKED_EVENT_FAILED);
        results[i] = result;
        if (remembered(result)) {
          state.memory.put(transfer.id, new Memory(null, TransferState.FAILED));
        }
      } else if (open) {
        results[i] = result;
      }
      return results;
    }
    return results;
  }

  private static boolean remembered(TransferResult result) {
    return List.of(
            DEBIT_ACCOUNT_NOT_FOUND,
            CREDIT_ACCOUNT_NOT_FOUND,
            PENDING_TRANSFER_NOT_FOUND,
            DEBIT_ACCOUNT_CLOSED,
            CREDIT_ACCOUNT_CLOSED,
            OVERFLOW,
            EXCEEDS_CREDITS,
            EXCEEDS_DEBITS)
        .contains(result);
  }

  private TransferResult book(Transfer transfer, int flagsAllowed) {
    List<TransferResult> refusals = new ArrayList<>(refusals(transfer, flagsAllowed));
    if (!refusals.isEmpty()) {
      // Here the precedence is nothing but the order of the enum.
      refusals.sort(Comparator.comparingInt(TransferResult::code));
      return refusals.getFirst();
    }
    make(transfer);
    return CREATED;
  }

  /** Every refusal that applies, in no particular order. */
  private List<TransferResult> refusals(Transfer transfer, int flagsAllowed) {
    List<TransferResult> refusals = new ArrayList<>();
    TransferKey id = transfer.id;
    boolean resolves = transfer.is(TransferFlags.POST_PENDING | TransferFlags.VOID_PENDING);
    boolean forced = transfer.is(TransferFlags.FORCED);
    if (resolves) {
      addPendingRefusals(refusals, transfer);
    } else {
      addAccountRefusals(refusals, transfer, forced);
      if (transfer.amount == 0) {
        refusals.add(AMOUNT_MUST_NOT_BE_ZERO);
      }
    }
    if (transfer.amount < 0) {
      refusals.add(AMOUNT_NEGATIVE);
    }
    if (transfer.timeoutSeconds != 0 && !transfer.is(TransferFlags.PENDING)) {
      refusals.add(TIMEOUT_RESERVED_FOR_PENDING);
    }
    if (resolves && transfer.pendingId.isZero()) {
      refusals.add(PENDING_ID_MUST_NOT_BE_ZERO);
    }
    if (!resolves && !transfer.pendingId.isZero()) {
      refusals.add(PENDING_ID_MUST_BE_ZERO);
    }
    int needed = transfer.is(TransferFlags.PENDING) ? 2 : 1;
    Reserved named = state.pending.get(transfer.pendingId);
    boolean resolvesOpen = resolves && named != null && named.expiresAt > now;
    if (state.memory.size() + state.pending.size() + needed > limits.transfersMax()
        && !resolvesOpen) {
      refusals.add(CAPACITY_REACHED);
    }
    Memory known = state.memory.get(id);
    if (known != null) {
      if (known.state == TransferState.FAILED) {
        refusals.add(ID_ALREADY_FAILED);
      } else {
        refusals.add(transfer.equals(known.content) ? EXISTS : EXISTS_WITH_DIFFERENT_CONTENT);
      }
    }
    int kinds =
        Integer.bitCount(
            transfer.flags
                & (TransferFlags.PENDING
                    | TransferFlags.POST_PENDING
                    | TransferFlags.VOID_PENDING));
    if ((transfer.flags & ~flagsAllowed) != 0 || kinds > 1) {
      refusals.add(FLAGS_INVALID);
    }
    if (id.millis() < floor()) {
      refusals.add(ID_EXPIRED);
    }
    if (id.millis() > now + limits.clockSkewMillisMax()) {
      refusals.add(ID_IN_FUTURE);
    }
    if (id.isZero()) {
      refusals.add(ID_MUST_NOT_BE_ZERO);
    }
    return refusals;
  }

  private void addAccountRefusals(
      List<TransferResult> refusals, Transfer transfer, boolean forced) {
    Account debit = state.accounts.get(transfer.debit);
    Account credit = state.accounts.get(transfer.credit);
    if (debit == null) {
      refusals.add(DEBIT_ACCOUNT_NOT_FOUND);
    }
    if (credit == null) {
      refusals.add(CREDIT_ACCOUNT_NOT_FOUND);
    }
    if (transfer.debit == transfer.credit) {
      refusals.add(ACCOUNTS_MUST_BE_DIFFERENT);
    }
    if (debit == null || credit == null) {
      return;
    }
    if (debit.currency != credit.currency) {
      refusals.add(CURRENCIES_DIFFER);
    }
    BigInteger amount = BigInteger.valueOf(transfer.amount);
    BigInteger debits = debit.debits().add(amount);
    BigInteger credits = credit.credits().add(amount);
    if (debits.compareTo(MAX) > 0 || credits.compareTo(MAX) > 0) {
      refusals.add(OVERFLOW);
    }
    if (forced) {
      return;
    }
    if ((debit.flags & AccountFlags.CLOSED) != 0) {
      refusals.add(DEBIT_ACCOUNT_CLOSED);
    }
    if ((credit.flags & AccountFlags.CLOSED) != 0) {
      refusals.add(CREDIT_ACCOUNT_CLOSED);
    }
    if ((debit.flags & AccountFlags.DEBITS_MUST_NOT_EXCEED_CREDITS) != 0
        && debits.compareTo(debit.creditsPosted.add(debit.allowance)) > 0) {
      refusals.add(EXCEEDS_CREDITS);
    }
    if ((credit.flags & AccountFlags.CREDITS_MUST_NOT_EXCEED_DEBITS) != 0
        && credits.compareTo(credit.debitsPosted.add(credit.allowance)) > 0) {
      refusals.add(EXCEEDS_DEBITS);
    }
  }

  private void addPendingRefusals(List<TransferResult> refusals, Transfer transfer) {
    Reserved reserved = state.pending.get(transfer.pendingId);
    if (reserved == null) {
      TransferState known = state(transfer.pendingId);
      refusals.add(
          known == null
              ? PENDING_TRANSFER_NOT_FOUND
              : switch (known) {
                case MADE -> PENDING_TRANSFER_NOT_PENDING;
                case POSTED -> PENDING_TRANSFER_ALREADY_POSTED;
                case VOIDED -> PENDING_TRANSFER_ALREADY_VOIDED;
                case EXPIRED -> PENDING_TRANSFER_EXPIRED;
                case FAILED -> PENDING_TRANSFER_NOT_FOUND;
                case PENDING -> throw new AssertionError("pending, but not there");
              });
      return;
    }
    Transfer held = reserved.transfer;
    if (reserved.expiresAt <= now) {
      refusals.add(PENDING_TRANSFER_EXPIRED);
    }
    if ((transfer.debit != 0 && transfer.debit != held.debit)
        || (transfer.credit != 0 && transfer.credit != held.credit)) {
      refusals.add(PENDING_TRANSFER_HAS_DIFFERENT_ACCOUNTS);
    }
    if (transfer.amount > held.amount) {
      refusals.add(EXCEEDS_PENDING_TRANSFER_AMOUNT);
    }
    if (transfer.is(TransferFlags.VOID_PENDING)
        && transfer.amount != 0
        && transfer.amount != held.amount) {
      refusals.add(PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT);
    }
  }

  private void make(Transfer transfer) {
    BigInteger amount = BigInteger.valueOf(transfer.amount);
    if (transfer.is(TransferFlags.PENDING)) {
      move(transfer, amount, ZERO);
      long seconds = Integer.toUnsignedLong(transfer.timeoutSeconds);
      state.pending.put(
          transfer.id,
          new Reserved(transfer, seconds == 0 ? Long.MAX_VALUE : now + seconds * 1000, sequence++));
      state.memory.put(transfer.id, new Memory(transfer, TransferState.PENDING));
      return;
    }
    if (transfer.is(TransferFlags.POST_PENDING | TransferFlags.VOID_PENDING)) {
      boolean posts = transfer.is(TransferFlags.POST_PENDING);
      Transfer held = Objects.requireNonNull(state.pending.remove(transfer.pendingId)).transfer;
      release(held);
      if (posts) {
        move(held, ZERO, transfer.amount == 0 ? BigInteger.valueOf(held.amount) : amount);
      }
      mark(held.id, posts ? TransferState.POSTED : TransferState.VOIDED);
    } else {
      move(transfer, ZERO, amount);
    }
    state.memory.put(transfer.id, new Memory(transfer, TransferState.MADE));
  }

  private void release(Transfer held) {
    move(held, BigInteger.valueOf(held.amount).negate(), ZERO);
  }

  private void move(Transfer between, BigInteger pending, BigInteger posted) {
    state.accounts.computeIfPresent(
        between.debit, (id, account) -> account.plus(pending, posted, ZERO, ZERO));
    state.accounts.computeIfPresent(
        between.credit, (id, account) -> account.plus(ZERO, ZERO, pending, posted));
  }

  private void mark(TransferKey id, TransferState known) {
    if (id.millis() >= floor()) {
      state.memory.computeIfPresent(id, (key, memory) -> new Memory(memory.content, known));
    }
  }

  private long floor() {
    return Math.max(0, now - limits.dedupWindowMillis());
  }
}
