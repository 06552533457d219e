package mutual.bankserver.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import mutual.bank.Bank;
import mutual.bank.ExchangeView;
import mutual.bankserver.AuditResult;
import mutual.bankserver.MachineEntry;
import mutual.bankserver.MachineReport;
import mutual.bankserver.PartnerEntry;
import mutual.pages.Tone;
import org.junit.jupiter.api.Test;

final class AttentionTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private static MachineEntry machine(Duration silence, String status, int notes, long counted) {
    return new MachineEntry(
        new Bank.MachineView("north-1", new byte[32], "XM00NORT0000000001", 100_00, 0),
        "Market square",
        new MachineReport(
            NOW.minus(silence),
            status,
            counted,
            List.of(new MachineReport.CassetteReport(20_00, notes, 1000))));
  }

  private static PartnerEntry partner(boolean reachable, int waiting, long dueFrom) {
    return new PartnerEntry(
        new Bank.PartnerView(
            "SOUT", new byte[32], "999002", 100_00, false, "a", dueFrom, 0, "b", 0, 0, waiting),
        "Southbank",
        List.of(),
        reachable);
  }

  private static ExchangeView exchange(ExchangeView.State state, Duration age) {
    return new ExchangeView(
        new UUID(0, 1),
        ExchangeView.Role.ACQUIRER,
        state,
        "SOUT",
        "north-1",
        null,
        null,
        null,
        20_00,
        0,
        0,
        "EUR",
        null,
        null,
        -1,
        0,
        NOW.minus(age).toEpochMilli(),
        List.of());
  }

  private static List<String> texts(
      List<MachineEntry> machines, List<PartnerEntry> partners, List<ExchangeView> open) {
    return Attention.of(machines, partners, open, null, "EUR", NOW).stream()
        .map(Attention::text)
        .map(text -> text.replace('\u00a0', ' '))
        .toList();
  }

  @Test
  void aTownInOrderNeedsNone() {
    assertThat(
            texts(
                List.of(machine(Duration.ofSeconds(30), "IN_SERVICE", 500, 100_00)),
                List.of(partner(true, 0, 79_00)),
                List.of(exchange(ExchangeView.State.CONFIRMING, Duration.ofMinutes(1)))))
        .isEmpty();
  }

  @Test
  void machinesThatAreSilentOutOfServiceLowOrOffCountDo() {
    assertThat(
            texts(
                List.of(machine(Duration.ofMinutes(3), "IN_SERVICE", 500, 100_00)),
                List.of(),
                List.of()))
        .containsExactly("north-1 has been silent for 3 min.");
    assertThat(
            texts(
                List.of(machine(Duration.ZERO, "OUT_OF_SERVICE", 49, 99_00)), List.of(), List.of()))
        .containsExactly(
            "north-1 is out of service.",
            "The count of north-1 differs from the books.",
            "north-1 has only 49 notes of 20.00 EUR left.");
    assertThat(
            texts(List.of(machine(Duration.ZERO, "IN_SERVICE", 0, 100_00)), List.of(), List.of()))
        .containsExactly("north-1 has no notes of 20.00 EUR left.");
  }

  @Test
  void partnersOutOfReachOrNearTheirCapDo() {
    assertThat(texts(List.of(), List.of(partner(false, 2, 80_00)), List.of()))
        .containsExactly(
            "Southbank cannot be reached; 2 messages wait.",
            "Southbank owes 80.00 EUR, near its cap of 100.00 EUR.");
  }

  @Test
  void exchangesThatAPersonMustSettleDo() {
    assertThat(
            texts(
                List.of(),
                List.of(),
                List.of(
                    exchange(ExchangeView.State.APPROVED, Duration.ofMinutes(11)),
                    exchange(ExchangeView.State.DISPUTED, Duration.ZERO))))
        .containsExactly(
            "An exchange is disputed and waits for a person: 20.00 EUR.",
            "An exchange has been open for 11 min: 20.00 EUR.");
  }

  @Test
  void aFailedAuditComesFirst() {
    AuditResult audit = new AuditResult(false, List.of(), NOW, 1);
    List<Attention> found =
        Attention.of(List.of(), List.of(partner(false, 0, 0)), List.of(), audit, "EUR", NOW);
    assertThat(found.getFirst().path()).isEqualTo("/audit");
    assertThat(found.getFirst().tone()).isEqualTo(Tone.BAD);
  }
}
