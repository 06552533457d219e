package mutual.bankserver;

import java.time.Instant;
import java.util.List;
import mutual.bank.Bank;

/** Outcome of checking the bank's books. */
public record AuditResult(
    boolean balanced, List<Bank.Audit.Line> lines, Instant time, long logPosition) {}
