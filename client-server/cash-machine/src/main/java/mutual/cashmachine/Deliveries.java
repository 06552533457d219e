package mutual.cashmachine;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import mutual.contracts.bank.v1.Refusal;

/**
 * What the bank must be told however long it takes: confirms, reversals and deposits. Each is
 * repeated with the same id, at growing intervals, until the bank answers. The journal brings them
 * back after a power cut.
 */
final class Deliveries {
  /** The bank cannot decide now; asking later may give another answer. */
  private static final Set<Refusal> LATER =
      EnumSet.of(
          Refusal.REFUSAL_MACHINE_UNKNOWN,
          Refusal.REFUSAL_ISSUER_UNAVAILABLE,
          Refusal.REFUSAL_CAPACITY_REACHED,
          Refusal.UNRECOGNIZED);

  private final Machine machine;
  private final Map<UUID, Delivery> open = new LinkedHashMap<>();

  /** At {@code nextMillis} it is sent again, whether or not an answer is still awaited. */
  private record Delivery(BankRequest request, int attempts, long nextMillis) {}

  Deliveries(Machine machine) {
    this.machine = machine;
  }

  void begin(BankRequest request) {
    send(request, 1);
  }

  private void send(BankRequest request, int attempt) {
    long next = machine.now() + machine.profile().waits().bank() + delay(attempt);
    open.put(request.id(), new Delivery(request, attempt, next));
    machine.ask(request);
  }

  private long delay(int attempt) {
    MachineProfile.Waits waits = machine.profile().waits();
    return Math.min(waits.retryMost(), waits.retryFirst() << Math.min(attempt - 1, 20));
  }

  void tick() {
    for (Delivery delivery : List.copyOf(open.values())) {
      if (machine.now() >= delivery.nextMillis()) {
        send(delivery.request(), delivery.attempts() + 1);
      }
    }
  }

  /** False if this request is not one of those delivered here. */
  boolean silent(BankRequest request) {
    Delivery delivery = open.get(request.id());
    if (delivery == null || !delivery.request().equals(request)) {
      return delivered(request);
    }
    later(delivery);
    return true;
  }

  private void later(Delivery delivery) {
    long next = machine.now() + delay(delivery.attempts());
    open.put(delivery.request().id(), new Delivery(delivery.request(), delivery.attempts(), next));
  }

  /** False if this request is not one of those delivered here. */
  boolean answered(MachineEvent.BankAnswered event) {
    BankRequest request = event.request();
    Delivery delivery = open.get(request.id());
    if (delivery == null || !delivery.request().equals(request)) {
      return delivered(request);
    }
    Refusal refusal =
        event.answer() instanceof BankAnswer.Refused refused
            ? refused.refusal()
            : Refusal.REFUSAL_UNSPECIFIED;
    if (LATER.contains(refusal)) {
      later(delivery);
      return true;
    }
    open.remove(request.id());
    if (request instanceof BankRequest.Deposit deposit) {
      machine.escrow().decided(deposit.id(), event.answer(), refusal);
    } else {
      machine.journal(new JournalEntry.Settled(request.id(), machine.now(), refusal));
    }
    return true;
  }

  /** Answers to these kinds are for nobody else, even when they come twice. */
  private static boolean delivered(BankRequest request) {
    return switch (request) {
      case BankRequest.Confirm _, BankRequest.Reverse _, BankRequest.Deposit _ -> true;
      case BankRequest.IdentifyCard _,
          BankRequest.ReadBalance _,
          BankRequest.Authorise _,
          BankRequest.ListAccounts _,
          BankRequest.Transfer _,
          BankRequest.ListMovements _,
          BankRequest.ChangePin _ ->
          false;
    };
  }
}
