package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealedBoxTest {
  private static final byte[] AAD =
      "mutual-pin:9990010000000018:id".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PIN = "1234".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void opensWithTheKeyItWasSealedTo() {
    for (int i = 0; i < 200; i++) { // Keys with leading zero bytes come up among so many.
      SealedBox.Keys keys = SealedBox.Keys.ephemeral();
      SealedBox box = SealedBox.seal(keys.publicKey(), AAD, PIN);
      assertThat(keys.open(box, AAD)).hasValue(PIN);
      assertThat(box.ciphertext()).hasSize(PIN.length + 16);
      assertThat(box.keyId()).isEqualTo(keys.keyId()).hasSize(8);
    }
  }

  @Test
  void opensWithNothingElse() {
    SealedBox.Keys keys = SealedBox.Keys.ephemeral();
    SealedBox box = SealedBox.seal(keys.publicKey(), AAD, PIN);
    assertThat(SealedBox.Keys.ephemeral().open(box, AAD)).isEmpty();
    assertThat(keys.open(box, new byte[0])).isEmpty();
    Random random = new Random(42);
    for (int i = 0; i < 100; i++) {
      byte[] ciphertext = box.ciphertext().clone();
      ciphertext[random.nextInt(ciphertext.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(keys.open(new SealedBox(box.keyId(), box.ephemeralPublicKey(), ciphertext), AAD))
          .isEmpty();
    }
    assertThat(keys.open(new SealedBox(box.keyId(), new byte[32], box.ciphertext()), AAD))
        .isEmpty();
    assertThat(keys.open(new SealedBox(box.keyId(), new byte[5], box.ciphertext()), AAD)).isEmpty();
    assertThat(keys.open(new SealedBox(box.keyId(), box.ephemeralPublicKey(), new byte[2]), AAD))
        .isEmpty();
  }

  @Test
  void refusesAKeyOfSmallOrder() {
    assertThatThrownBy(() -> SealedBox.seal(new byte[32], AAD, PIN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SealedBox.seal(new byte[31], AAD, PIN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoBoxesOfTheSameSecretDiffer() {
    SealedBox.Keys keys = SealedBox.Keys.ephemeral();
    assertThat(SealedBox.seal(keys.publicKey(), AAD, PIN).ciphertext())
        .isNotEqualTo(SealedBox.seal(keys.publicKey(), AAD, PIN).ciphertext());
  }

  @Test
  void keysAreMadeOnceAndFoundAgain() throws Exception {
    Path file = folder.resolve("keys/pin-key.pem");
    SealedBox.Keys first = SealedBox.Keys.loadOrCreate(file);
    SealedBox.Keys again = SealedBox.Keys.loadOrCreate(file);
    assertThat(again.publicKey()).isEqualTo(first.publicKey());
    assertThat(again.open(SealedBox.seal(first.publicKey(), AAD, PIN), AAD)).hasValue(PIN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aSignedKeyIsItsOwners() {
    Identity owner = Identity.ephemeral();
    byte[] key = SealedBox.Keys.ephemeral().publicKey();
    byte[] signature = SealedBox.signKey(owner, key);
    assertThat(SealedBox.verifyKey(owner.id(), key, signature)).isTrue();
    assertThat(SealedBox.verifyKey(Identity.ephemeral().id(), key, signature)).isFalse();
    assertThat(SealedBox.verifyKey(owner.id(), SealedBox.Keys.ephemeral().publicKey(), signature))
        .isFalse();
    assertThat(SealedBox.verifyKey(owner.id(), new byte[3], signature)).isFalse();
  }
}
