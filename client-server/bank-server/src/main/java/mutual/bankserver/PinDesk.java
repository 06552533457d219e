package mutual.bankserver;

import mutual.bank.PinVerifier;

/** Opens sealed PINs and turns them into verifiers; the only place of a bank that sees a PIN. */
final class PinDesk {
  static boolean fit(String pin) {
    throw new UnsupportedOperationException();
  }

  PinVerifier verifier(String card, String pin) {
    throw new UnsupportedOperationException();
  }
}
