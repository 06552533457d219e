package mutual.bank;

import java.util.TreeMap;

/** Another bank that this one works with. */
final class Partner {
  final String bankCode;
  final byte[] nodeId;
  final String cardPrefix;
  final long firstCap;
  final Account dueFrom;
  final Account dueTo;
  long netDebitCap;
  boolean suspended;

  /** Exchanges with a message that this partner has not acknowledged, by their numbers. */
  final TreeMap<Long, Exchange> outstanding = new TreeMap<>();

  Partner(
      String bankCode,
      byte[] nodeId,
      String cardPrefix,
      long firstCap,
      Account dueFrom,
      Account dueTo) {
    this.bankCode = bankCode;
    this.nodeId = nodeId;
    this.cardPrefix = cardPrefix;
    this.firstCap = firstCap;
    this.dueFrom = dueFrom;
    this.dueTo = dueTo;
    netDebitCap = firstCap;
  }
}
