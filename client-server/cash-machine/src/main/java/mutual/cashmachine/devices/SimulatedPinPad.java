package mutual.cashmachine.devices;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import mutual.cashmachine.DeviceCommand.PinSlot;
import mutual.cashmachine.Key;
import mutual.cashmachine.MachineEvent;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.bank.v1.SealedPin;
import org.jspecify.annotations.Nullable;

/**
 * A PIN pad made of software. Digits are held in arrays that are overwritten as soon as they are no
 * longer needed; they are never logged, printed or part of an event.
 */
final class SimulatedPinPad implements PinPad {
  private static final int PIN_DIGITS_MIN = 4;
  private static final int PIN_DIGITS_MAX = 6;

  private final PinSealer sealer;
  private final Consumer<MachineEvent> listener;
  private final Map<PinSlot, byte[]> pins = new EnumMap<>(PinSlot.class);
  private final byte[] typed = new byte[PIN_DIGITS_MAX];
  private int count;
  private @Nullable PinSlot slot;

  SimulatedPinPad(PinSealer sealer, Consumer<MachineEvent> listener) {
    this.sealer = sealer;
    this.listener = listener;
  }

  @Override
  public synchronized void enter(PinSlot newSlot) {
    forgetTyped();
    slot = newSlot;
  }

  @Override
  public synchronized boolean entering() {
    return slot != null;
  }

  void press(Key key) {
    MachineEvent event = take(key);
    if (event != null) {
      listener.accept(event);
    }
  }

  private synchronized @Nullable MachineEvent take(Key key) {
    PinSlot present = slot;
    if (present == null) {
      return null;
    }
    return switch (key) {
      case Key.Typed digit -> {
        if (count == PIN_DIGITS_MAX || digit.value() < '0' || digit.value() > '9') {
          yield null;
        }
        typed[count] = (byte) digit.value();
        count++;
        yield new MachineEvent.PinDigits(count);
      }
      case Key.Function.CLEAR -> {
        forgetTyped();
        yield new MachineEvent.PinDigits(0);
      }
      case Key.Function.CANCEL -> {
        forgetTyped();
        slot = null;
        yield new MachineEvent.PinCancelled();
      }
      case Key.Function.ENTER -> {
        if (count < PIN_DIGITS_MIN) {
          yield null;
        }
        keep(present, Arrays.copyOf(typed, count));
        forgetTyped();
        slot = null;
        boolean matches =
            present != PinSlot.REPEATED
                || Arrays.equals(pins.get(PinSlot.NEW), pins.get(PinSlot.REPEATED));
        yield new MachineEvent.PinEntered(present, matches);
      }
      case Key.Side _ -> null;
    };
  }

  private void keep(PinSlot where, byte[] pin) {
    byte[] old = pins.put(where, pin);
    if (old != null) {
      Arrays.fill(old, (byte) 0);
    }
  }

  private void forgetTyped() {
    Arrays.fill(typed, (byte) 0);
    count = 0;
  }

  @Override
  public synchronized MachineEvent seal(
      UUID id, String cardNumber, PinKey key, boolean withNewPin) {
    byte[] pin = pins.get(PinSlot.CURRENT);
    byte[] newPin = pins.get(PinSlot.NEW);
    if (pin == null || (withNewPin && newPin == null)) {
      return new MachineEvent.PinNotSealed(id, "no PIN has been entered");
    }
    Optional<SealedPin> sealed = sealer.seal(key, cardNumber, id, pin);
    Optional<SealedPin> sealedNew =
        withNewPin && newPin != null ? sealer.seal(key, cardNumber, id, newPin) : Optional.empty();
    if (sealed.isEmpty() || (withNewPin && sealedNew.isEmpty())) {
      return new MachineEvent.PinNotSealed(id, "the key is not signed by the card's issuer");
    }
    return new MachineEvent.PinSealed(id, sealed.get(), sealedNew.orElse(null));
  }

  @Override
  public synchronized void wipe() {
    pins.values().forEach(pin -> Arrays.fill(pin, (byte) 0));
    pins.clear();
    forgetTyped();
    slot = null;
  }
}
