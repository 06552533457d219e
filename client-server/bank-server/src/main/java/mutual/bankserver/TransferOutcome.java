package mutual.bankserver;

import java.util.UUID;

/**
 * A transfer that was accepted.
 *
 * @param pending held here and offered to the other bank, which has not answered yet
 */
public record TransferOutcome(UUID id, boolean pending) {}
