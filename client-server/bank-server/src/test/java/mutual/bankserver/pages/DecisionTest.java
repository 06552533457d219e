package mutual.bankserver.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import mutual.bank.ExchangeView;
import mutual.bank.ExchangeView.Role;
import mutual.bank.ExchangeView.State;
import org.junit.jupiter.api.Test;

final class DecisionTest {
  @Test
  void cashThatWasPaidOutIsAskedOfThePartnerNotOfTheMachine() {
    Decision decision = Decision.about(exchange(Role.ACQUIRER, State.DISPUTED, 20_00), true);
    assertThat(decision.situation()).contains("has paid out 20.00");
    assertThat(decision.label()).isEqualTo("The partner bank pays");
    assertThat(decision.hint()).contains("0 writes that and the fee off");
  }

  @Test
  void aContradictedReversalIsSettledByCounting() {
    Decision decision = Decision.about(exchange(Role.ACQUIRER, State.DISPUTED, 0), true);
    assertThat(decision.situation()).contains("was reversed").contains("Count the machine");
    assertThat(decision.hint()).isEqualTo("0 if nothing; at most 20.00");
  }

  @Test
  void aTransferIsAskedWhetherItArrived() {
    Decision decision = Decision.about(exchange(Role.SENDER, State.DISPUTED, 0), true);
    assertThat(decision.label()).isEqualTo("Arrived there");
  }

  @Test
  void whatIsUnderWayIsBetterLeftAlone() {
    assertThat(Decision.about(exchange(Role.ISSUER, State.HELD, 0), false).situation())
        .contains("settles by itself");
    assertThat(Decision.about(exchange(Role.ISSUER, State.HELD, 0), true).situation())
        .contains("Nobody but a person");
  }

  private static ExchangeView exchange(Role role, State state, long dispensed) {
    return new ExchangeView(
        new UUID(1, 2),
        role,
        state,
        "SOUT",
        "north-1",
        null,
        null,
        null,
        20_00,
        dispensed,
        2_50,
        "EUR",
        null,
        null,
        3,
        0,
        0,
        List.of());
  }
}
