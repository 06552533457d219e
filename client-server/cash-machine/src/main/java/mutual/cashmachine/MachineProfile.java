package mutual.cashmachine;

import java.util.List;

/**
 * What a machine is told about itself.
 *
 * @param name as the bank knows it, such as north-1
 * @param withdrawalMax largest amount in one go, minor units
 * @param quickAmounts offered at the side keys if payable, at most six, minor units
 */
public record MachineProfile(
    String bankName,
    String name,
    String currency,
    long withdrawalMax,
    List<Long> quickAmounts,
    Waits waits) {

  /**
   * How long the machine waits, in milliseconds, before it goes on without.
   *
   * @param customer for a key, before it warns
   * @param warning how long it warns
   * @param cash for presented notes to be taken, the warning included
   * @param card for the card to be taken, the warning included
   * @param bank for the bank's answer while a customer stands there
   * @param device for a device to answer
   * @param retryFirst before a confirm, reversal or deposit is repeated for the first time
   * @param retryMost the delay doubles up to this
   */
  public record Waits(
      long customer,
      long warning,
      long cash,
      long card,
      long bank,
      long device,
      long retryFirst,
      long retryMost) {
    public static final Waits DEFAULT =
        new Waits(40_000, 20_000, 45_000, 45_000, 30_000, 60_000, 1_000, 60_000);
  }

  public MachineProfile {
    quickAmounts = List.copyOf(quickAmounts);
    if (quickAmounts.size() > 6) {
      throw new IllegalArgumentException("at most six quick amounts fit beside the screen");
    }
  }

  public static MachineProfile of(String bankName, String name) {
    return new MachineProfile(
        bankName,
        name,
        "EUR",
        1_000_00,
        List.of(20_00L, 50_00L, 80_00L, 100_00L, 200_00L, 500_00L),
        Waits.DEFAULT);
  }
}
