package mutual.cashmachine;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.bank.v1.Refusal;
import mutual.contracts.bank.v1.SealedPin;
import org.jspecify.annotations.Nullable;

/** A deliberately simple bank: one customer with two accounts and one card, PIN 1234. */
public final class PlayBank {
  public static final String CARD = "9990010000000017";
  public static final String PIN = "1234";
  public static final String CURRENT = "XM67NORT0000000001";
  public static final String SAVINGS = "XM40NORT0000000002";

  public enum State {
    HELD,
    CONFIRMED,
    REVERSED
  }

  public record Exchange(State state, long amount) {}

  final Map<UUID, Exchange> exchanges = new LinkedHashMap<>();
  final Map<UUID, BankAnswer> answers = new HashMap<>();
  long balance = 1_000_000_00;
  long held;
  public long deposited;
  public long fee;
  public boolean own = true;
  int wrongPins;
  String pin = PIN;

  /** Repeats are answered as the first time. */
  public BankAnswer answer(BankRequest request) {
    return switch (request) {
      case BankRequest.Confirm confirm -> confirm(confirm);
      case BankRequest.Reverse reverse -> reverse(reverse);
      default -> {
        BankAnswer known = answers.get(request.id());
        if (known == null) {
          known = decide(request);
          answers.put(request.id(), known);
        }
        yield known;
      }
    };
  }

  private BankAnswer confirm(BankRequest.Confirm request) {
    Exchange exchange = exchanges.get(request.id());
    if (exchange == null || exchange.state() == State.REVERSED) {
      return new BankAnswer.Refused(Refusal.REFUSAL_EXCHANGE_STATE, 0);
    }
    if (exchange.state() == State.HELD) {
      held -= exchange.amount();
      balance -= request.dispensed();
      exchanges.put(request.id(), new Exchange(State.CONFIRMED, request.dispensed()));
    }
    return new BankAnswer.Done();
  }

  private BankAnswer reverse(BankRequest.Reverse request) {
    Exchange exchange = exchanges.get(request.id());
    if (exchange != null && exchange.state() == State.CONFIRMED) {
      return new BankAnswer.Refused(Refusal.REFUSAL_EXCHANGE_STATE, 0);
    }
    if (exchange != null && exchange.state() == State.HELD) {
      held -= exchange.amount();
    }
    exchanges.put(request.id(), new Exchange(State.REVERSED, 0));
    return new BankAnswer.Done();
  }

  private BankAnswer decide(BankRequest request) {
    return switch (request) {
      case BankRequest.IdentifyCard identify ->
          identify.cardNumber().equals(CARD)
              ? new BankAnswer.CardIdentified("Northbank", own, PinKey.getDefaultInstance(), fee)
              : refuse(Refusal.REFUSAL_CARD_UNKNOWN);
      case BankRequest.ReadBalance r -> {
        BankAnswer refused = checkPin(r.holder());
        yield refused != null ? refused : new BankAnswer.Balance(CURRENT, balance, balance - held);
      }
      case BankRequest.Authorise r -> {
        BankAnswer refused = checkPin(r.holder());
        if (refused != null) {
          yield refused;
        }
        if (exchanges.containsKey(r.id())) {
          yield refuse(Refusal.REFUSAL_EXCHANGE_STATE);
        }
        if (r.amount() > balance - held) {
          yield refuse(Refusal.REFUSAL_FUNDS_INSUFFICIENT);
        }
        held += r.amount();
        exchanges.put(r.id(), new Exchange(State.HELD, r.amount()));
        yield new BankAnswer.Approved(OptionalLong.of(balance - held));
      }
      case BankRequest.Deposit r -> {
        BankAnswer refused = checkPin(r.holder());
        if (refused != null) {
          yield refused;
        }
        balance += r.amount();
        deposited += r.amount();
        yield new BankAnswer.DepositBooked(OptionalLong.of(balance - held));
      }
      case BankRequest.ListAccounts r -> {
        BankAnswer refused = checkPin(r.holder());
        yield refused != null
            ? refused
            : new BankAnswer.Accounts(
                List.of(
                    new BankAnswer.OwnAccount(CURRENT, balance, balance - held),
                    new BankAnswer.OwnAccount(SAVINGS, 0, 0)));
      }
      case BankRequest.Transfer r -> {
        BankAnswer refused = checkPin(r.holder());
        yield refused != null
            ? refused
            : new BankAnswer.Transferred(
                !r.toAccount().contains("NORT"), OptionalLong.of(balance - held));
      }
      case BankRequest.ListMovements r -> {
        BankAnswer refused = checkPin(r.holder());
        yield refused != null
            ? refused
            : new BankAnswer.Movements(
                List.of(
                    new BankAnswer.Movement(
                        "2026-01-02T03:04:05Z", -50_00, "WITHDRAWAL", "", balance)));
      }
      case BankRequest.ChangePin r -> {
        BankAnswer refused = checkPin(r.holder());
        if (refused != null) {
          yield refused;
        }
        pin = r.newPin().getCiphertext().toStringUtf8();
        yield new BankAnswer.Done();
      }
      case BankRequest.Confirm _, BankRequest.Reverse _ -> throw new AssertionError(request);
    };
  }

  private @Nullable BankAnswer checkPin(BankRequest.Holder holder) {
    if (wrongPins >= 3) {
      return refuse(Refusal.REFUSAL_CARD_BLOCKED);
    }
    if (!holder.pin().getCiphertext().toStringUtf8().equals(pin)) {
      wrongPins++;
      return new BankAnswer.Refused(Refusal.REFUSAL_PIN_WRONG, 3 - wrongPins);
    }
    wrongPins = 0;
    return null;
  }

  private static BankAnswer refuse(Refusal refusal) {
    return new BankAnswer.Refused(refusal, 0);
  }

  /** The bank's own books, for what the machine paid out and took in. */
  public long confirmed() {
    return exchanges.values().stream()
        .filter(e -> e.state() == State.CONFIRMED)
        .mapToLong(Exchange::amount)
        .sum();
  }

  public boolean anythingHeld() {
    return exchanges.values().stream().anyMatch(e -> e.state() == State.HELD);
  }

  /** Not sealed at all: this bank reads PINs as they are. */
  public static SealedPin open(byte[] pin) {
    return SealedPin.newBuilder().setCiphertext(ByteString.copyFrom(pin)).build();
  }
}
