package mutual.bankserver;

import java.util.UUID;
import mutual.middleware.NodeId;

/** Something that a page showing the bank live may want to show. */
public sealed interface BankChange {
  /** An exchange has a new state or a new outstanding message. */
  record ExchangeChanged(UUID exchange) implements BankChange {}

  /** Some account's balance has changed. */
  record BooksChanged() implements BankChange {}

  /** A machine was added, loaded or has reported. */
  record MachineChanged(String machine) implements BankChange {}

  /** A partner was added, changed, or came into or went out of reach. */
  record PartnerChanged(String bankCode) implements BankChange {}

  /**
   * A call between this bank and another node has ended.
   *
   * @param method full gRPC name, or the path of a REST request
   * @param status gRPC status name, or the HTTP status
   */
  record MessagePassed(NodeId from, NodeId to, String method, String status)
      implements BankChange {}
}
