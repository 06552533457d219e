package mutual.cashmachine.node;

import mutual.cashmachine.BankAnswer;
import mutual.cashmachine.BankRequest;
import mutual.cashmachine.DeviceReport;
import mutual.cashmachine.MachineStatus;

/** The way to the bank. Blocks until there is an answer. */
interface BankLink {
  /** Fails with a {@link SilentException} if it is unknown whether the bank got the request. */
  BankAnswer ask(BankRequest request) throws SilentException;

  void report(MachineStatus status, DeviceReport devices) throws SilentException;

  /** No answer. */
  final class SilentException extends Exception {
    SilentException(String message) {
      super(message);
    }

    SilentException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
