package mutual.bankserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import mutual.contracts.bank.v1.SealedPin;
import mutual.middleware.Identity;
import mutual.middleware.RequestIds;
import mutual.middleware.SealedBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PinDeskTest {
  private static final String CARD = "9990010000000018";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"4826", "73915", "804213", "1223", "1122"})
  void fit(String pin) {
    assertThat(PinDesk.fit(pin)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "482", "4826139", "482a", "0000", "777777", "1234", "456789", "4321", "٤٨٢٦"})
  void unfit(String pin) {
    assertThat(PinDesk.fit(pin)).isFalse();
  }

  @Test
  void aPinOpensOnlyForItsCardAndRequest() {
    PinDesk desk = new PinDesk(folder, Identity.ephemeral());
    UUID request = RequestIds.next();
    SealedPin sealed = TestMachine.seal(desk.announced(), CARD, request, "4826");
    assertThat(desk.open(sealed, CARD, request)).contains("4826");
    assertThat(desk.open(sealed, CARD, RequestIds.next())).isEmpty();
    assertThat(desk.open(sealed, "9990010000000026", request)).isEmpty();
    assertThat(desk.open(SealedPin.getDefaultInstance(), CARD, request)).isEmpty();
  }

  @Test
  void keysAreKept() {
    Identity identity = Identity.ephemeral();
    PinDesk first = new PinDesk(folder, identity);
    PinDesk second = new PinDesk(folder, identity);
    assertThat(second.announced().getPublicKey()).isEqualTo(first.announced().getPublicKey());
    assertThat(second.verifier(CARD, "4826")).isEqualTo(first.verifier(CARD, "4826"));
    assertThat(second.verifier(CARD, "4827")).isNotEqualTo(first.verifier(CARD, "4826"));
  }

  @Test
  void theKeyIsSignedByTheBank() {
    Identity identity = Identity.ephemeral();
    PinDesk desk = new PinDesk(folder, identity);
    byte[] key = desk.announced().getPublicKey().toByteArray();
    byte[] signature = desk.announced().getSignature().toByteArray();
    assertThat(SealedBox.verifyKey(identity.id(), key, signature)).isTrue();
    assertThat(SealedBox.verifyKey(Identity.ephemeral().id(), key, signature)).isFalse();
  }
}
