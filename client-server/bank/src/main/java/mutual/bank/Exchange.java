package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import mutual.bank.ExchangeView.Role;
import mutual.bank.ExchangeView.State;
import org.jspecify.annotations.Nullable;

/** An exchange: a withdrawal or credit transfer, and what both sides have said about it so far. */
final class Exchange {
  private static final int STEPS_USUAL = 3;
  private static final int STEPS_MAX = 1 << 10;
  static final Fingerprint UNSEEN = new Fingerprint(0, 0);

  final UUID id;
  final Role role;
  final long createdMillis;

  /** What was asked; {@link #UNSEEN} for a reversal that came before its request. */
  final Fingerprint fingerprint;

  /** Place in the order of creation. */
  long number;

  State state = State.REQUESTED;
  @Nullable Partner partner;
  @Nullable Machine machine;

  /** The machine's name at whichever bank it stands. */
  @Nullable String machineName;

  @Nullable String card;
  @Nullable Account account;
  @Nullable String counterparty;
  String reference = "";
  long amount;
  long fee;
  long dispensed;

  /** A person released the hold, or decided what was paid out. */
  boolean byPerson;

  PartnerMessage.@Nullable Kind outstanding;
  long outstandingSince;
  byte @Nullable [] sealedPin;
  @Nullable Refusal refusal;
  int pinTriesLeft = -1;
  long available;

  /** Number of its hold in the {@link Books}, made at its creation; 0 if there is none now. */
  long hold;

  /** When it last became final; 0 before. */
  long finishedMillis;

  @Nullable Exchange previous;
  @Nullable Exchange next;
  private int steps;
  private long[] stepTimes = new long[STEPS_USUAL];
  private byte[] stepStates = new byte[STEPS_USUAL];
  private byte[] stepEvents = new byte[STEPS_USUAL];

  Exchange(UUID id, Role role, long createdMillis, Fingerprint fingerprint) {
    this.id = id;
    this.role = role;
    this.createdMillis = createdMillis;
    this.fingerprint = fingerprint;
  }

  boolean finished() {
    return switch (state) {
      case DECLINED, COMPLETED, REVERSED -> true;
      case REQUESTED, APPROVED, CONFIRMING, REVERSING, HELD, OFFERED, DISPUTED -> false;
    };
  }

  Account customerAccount() {
    return Objects.requireNonNull(account);
  }

  Partner otherBank() {
    return Objects.requireNonNull(partner);
  }

  Machine ownMachine() {
    return Objects.requireNonNull(machine);
  }

  void step(long millis, State newState, ExchangeEvent event) {
    if (steps == stepTimes.length) {
      stepTimes = Arrays.copyOf(stepTimes, steps * 2);
      stepStates = Arrays.copyOf(stepStates, steps * 2);
      stepEvents = Arrays.copyOf(stepEvents, steps * 2);
    }
    stepTimes[steps] = millis;
    stepStates[steps] = (byte) newState.code();
    stepEvents[steps] = (byte) event.code();
    steps++;
    state = newState;
  }

  PartnerMessage message(Chart chart, String currency) {
    return switch (Objects.requireNonNull(outstanding)) {
      case AUTHORISE ->
          new PartnerMessage.Authorise(
              id,
              Objects.requireNonNull(card),
              Objects.requireNonNull(sealedPin).clone(),
              amount,
              fee,
              currency,
              Objects.requireNonNull(machineName));
      case CONFIRM -> new PartnerMessage.Confirm(id, dispensed, fee, currency);
      case REVERSE -> new PartnerMessage.Reverse(id);
      case OFFER ->
          new PartnerMessage.Offer(
              id,
              chart.number(customerAccount().id),
              Objects.requireNonNull(counterparty),
              amount,
              currency,
              reference);
    };
  }

  ExchangeView view(@Nullable String accountNumber, String currency) {
    List<ExchangeView.Step> history = new ArrayList<>(steps);
    for (int i = 0; i < steps; i++) {
      history.add(
          new ExchangeView.Step(
              stepTimes[i],
              State.ofCode(stepStates[i]),
              ExchangeEvent.ofCode(stepEvents[i]).text()));
    }
    return new ExchangeView(
        id,
        role,
        state,
        partner == null ? null : partner.bankCode,
        machineName,
        card,
        accountNumber,
        counterparty,
        amount,
        dispensed,
        fee,
        currency,
        outstanding,
        refusal,
        pinTriesLeft,
        available,
        createdMillis,
        List.copyOf(history));
  }

  void writeSnapshot(DataOutput out) throws IOException {
    Stored.putId(out, id);
    out.writeByte(role.code());
    out.writeLong(createdMillis);
    out.writeLong(fingerprint.high());
    out.writeLong(fingerprint.low());
    out.writeLong(number);
    Stored.putText(out, partner == null ? null : partner.bankCode);
    Stored.putText(out, machine == null ? null : machine.name);
    Stored.putText(out, machineName);
    Stored.putText(out, card);
    out.writeLong(account == null ? 0 : account.id);
    Stored.putText(out, counterparty);
    out.writeUTF(reference);
    out.writeLong(amount);
    out.writeLong(fee);
    out.writeLong(dispensed);
    out.writeBoolean(byPerson);
    out.writeByte(outstanding == null ? 0 : outstanding.code());
    out.writeLong(outstandingSince);
    Stored.putBytes(out, sealedPin);
    Stored.putRefusal(out, refusal);
    out.writeByte(pinTriesLeft);
    out.writeLong(available);
    out.writeLong(hold);
    out.writeLong(finishedMillis);
    out.writeInt(steps);
    for (int i = 0; i < steps; i++) {
      out.writeLong(stepTimes[i]);
      out.writeByte(stepStates[i]);
      out.writeByte(stepEvents[i]);
    }
  }

  static Exchange readSnapshot(DataInput in, Chart chart, Neighbours neighbours)
      throws IOException {
    UUID id = Stored.id(in);
    Role role = Role.ofCode(in.readByte());
    long created = in.readLong();
    Fingerprint fingerprint = new Fingerprint(in.readLong(), in.readLong());
    Exchange exchange = new Exchange(id, role, created, fingerprint);
    exchange.number = in.readLong();
    String partner = Stored.text(in);
    exchange.partner = partner == null ? null : neighbours.partners.get(partner);
    String machine = Stored.text(in);
    exchange.machine = machine == null ? null : neighbours.machines.get(machine);
    exchange.machineName = Stored.text(in);
    exchange.card = Stored.text(in);
    long account = in.readLong();
    exchange.account = account == 0 ? null : chart.get(account);
    exchange.counterparty = Stored.text(in);
    exchange.reference = in.readUTF();
    exchange.amount = in.readLong();
    exchange.fee = in.readLong();
    exchange.dispensed = in.readLong();
    exchange.byPerson = in.readBoolean();
    int outstanding = in.readByte();
    exchange.outstanding = outstanding == 0 ? null : PartnerMessage.Kind.ofCode(outstanding);
    exchange.outstandingSince = in.readLong();
    exchange.sealedPin = Stored.bytes(in);
    exchange.refusal = Stored.refusal(in);
    exchange.pinTriesLeft = in.readByte();
    exchange.available = in.readLong();
    exchange.hold = in.readLong();
    exchange.finishedMillis = in.readLong();
    int steps = Stored.count(in.readInt(), STEPS_MAX);
    for (int i = 0; i < steps; i++) {
      long time = in.readLong();
      State state = State.ofCode(in.readByte());
      exchange.step(time, state, ExchangeEvent.ofCode(in.readByte()));
    }
    return exchange;
  }
}
