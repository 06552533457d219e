package mutual.bankserver;

import java.util.Map;
import mutual.bank.ExchangeView;

/**
 * The bank's vital signs.
 *
 * @param projectionLag postings that the statement database does not have yet
 */
public record BankStatus(
    long logPosition,
    long snapshotPosition,
    long logBytes,
    long projectionLag,
    int outstandingMessages,
    Map<ExchangeView.State, Integer> openExchanges) {}
