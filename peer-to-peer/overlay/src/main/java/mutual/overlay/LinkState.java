package mutual.overlay;

import java.time.Instant;
import mutual.middleware.NodeAddress;

/** Whether a contact can be reached now, and how or why not. */
public sealed interface LinkState {
  /** When it became so. */
  Instant since();

  /** It is being looked for, for the first time since this peer has started or moved. */
  record Searching(Instant since) implements LinkState {}

  /**
   * It answers and has proven its key.
   *
   * @param how where the address is known from
   */
  record Reachable(NodeAddress at, Source how, Instant since) implements LinkState {}

  /**
   * It does not.
   *
   * @param reason what was tried and how that failed, for a person to read
   * @param nextTry when it is tried again, unless something new is heard of it before
   */
  record Unreachable(String reason, Instant since, Instant nextTry) implements LinkState {}

  /** Where an address is known from, in the order in which they are preferred. */
  enum Source {
    /** It announced itself on the local network. */
    LAN,
    /** It has said so itself, signed, to this peer or in the DHT. */
    RECORD,
    /** It stood in the invitation. */
    INVITATION
  }
}
