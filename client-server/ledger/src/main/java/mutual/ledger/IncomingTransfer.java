package mutual.ledger;

import org.agrona.DirectBuffer;

/** The transfer being applied; one object that is filled anew for each. */
final class IncomingTransfer {
  long idHigh;
  long idLow;
  long debitAccount;
  long creditAccount;
  long amount;
  long pendingIdHigh;
  long pendingIdLow;
  long userData;
  int flags;
  int timeoutSeconds;
  int code;
  int reserved;

  /** Two digests of everything but the id; see {@link #digest}. */
  long fingerprint;

  long fingerprintMore;

  void read(DirectBuffer buffer, int offset) {
    idHigh = TransferLayout.idHigh(buffer, offset);
    idLow = TransferLayout.idLow(buffer, offset);
    debitAccount = TransferLayout.debitAccount(buffer, offset);
    creditAccount = TransferLayout.creditAccount(buffer, offset);
    amount = TransferLayout.amount(buffer, offset);
    pendingIdHigh = TransferLayout.pendingIdHigh(buffer, offset);
    pendingIdLow = TransferLayout.pendingIdLow(buffer, offset);
    userData = TransferLayout.userData(buffer, offset);
    flags = TransferLayout.flags(buffer, offset);
    timeoutSeconds = TransferLayout.timeoutSeconds(buffer, offset);
    code = TransferLayout.code(buffer, offset);
    reserved = TransferLayout.reserved(buffer, offset);
    digest();
  }

  boolean is(int flag) {
    return (flags & flag) != 0;
  }

  boolean resolves() {
    return is(TransferFlags.POST_PENDING | TransferFlags.VOID_PENDING);
  }

  /**
   * Computes the fingerprints, of which 120 bits are kept. They tell an honest mistake from a
   * repeat; whoever searches for two contents with one fingerprint under one id only deceives
   * himself, since nothing moves.
   */
  void digest() {
    long a = 0x243f_6a88_85a3_08d3L;
    long b = 0x1319_8a2e_0370_7344L;
    long settings = ((long) flags << 32) | (timeoutSeconds & 0xffff_ffffL);
    a = mix(a ^ debitAccount);
    b = mix(b ^ creditAccount);
    a = mix(a ^ b ^ amount);
    b = mix(b + a ^ settings);
    a = mix(a ^ b ^ pendingIdHigh);
    b = mix(b + a ^ pendingIdLow);
    a = mix(a ^ b ^ userData);
    b = mix(b + a ^ code);
    fingerprint = a + b;
    fingerprintMore = b;
  }

  private static long mix(long value) {
    long product = value * 0x9fb2_1c65_1e98_df25L;
    return product ^ (product >>> 29);
  }
}
