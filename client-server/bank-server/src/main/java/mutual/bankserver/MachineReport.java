package mutual.bankserver;

import java.time.Instant;
import java.util.List;

/**
 * What a cash machine last said of itself.
 *
 * @param counted everything inside, in minor units
 */
public record MachineReport(
    Instant time, String status, long counted, List<CassetteReport> cassettes) {
  public record CassetteReport(long denomination, int notes, int capacity) {}
}
