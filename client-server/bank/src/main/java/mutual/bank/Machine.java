package mutual.bank;

/** A cash machine of this bank. */
final class Machine {
  final String name;
  final byte[] nodeId;
  final Account cash;
  int openExchanges;

  Machine(String name, byte[] nodeId, Account cash) {
    this.name = name;
    this.nodeId = nodeId;
    this.cash = cash;
  }
}
