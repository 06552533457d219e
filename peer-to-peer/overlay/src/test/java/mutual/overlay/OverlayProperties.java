package mutual.overlay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.overlay.bencode.BString;
import org.junit.jupiter.api.Test;

/** Damaged links and records. Replay a failure with {@code -Dmutual.seed=N}. */
final class OverlayProperties {
  private static final int ROUNDS = 3_000;

  private final long seed = Long.getLong("mutual.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @Test
  void aDamagedRecordIsNeverAnother() {
    Identity identity = Identity.ephemeral();
    AddressRecord record =
        AddressRecord.sign(identity, 7, 9, List.of(new NodeAddress("192.0.2.7", 7000)), 5);
    byte[] good = record.signed().toByteArray();
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = good.clone();
      int place = random.nextInt(bytes.length);
      bytes[place] ^= (byte) (1 << random.nextInt(8));
      // What still reads says what was signed: damage can only be in what nobody looks at.
      AddressRecord.read(bytes)
          .ifPresent(
              read -> {
                assertThat(read.addresses()).as("seed %d", seed).isEqualTo(record.addresses());
                assertThat(read.sequence()).as("seed %d", seed).isEqualTo(7);
              });
    }
    for (int i = 0; i < ROUNDS; i++) {
      byte[] noise = new byte[random.nextInt(1_000)];
      random.nextBytes(noise);
      assertThat(AddressRecord.read(noise)).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void aDamagedLinkIsRefusedOrNamesTheSameKey() {
    byte[] secret = new byte[16];
    random.nextBytes(secret);
    Invitation invitation =
        new Invitation(
            Identity.ephemeral().id(),
            BString.of(secret),
            List.of(new NodeAddress("192.0.2.7", 7000)),
            Instant.ofEpochSecond(1_790_000_000),
            "Ann");
    String link = invitation.link();
    assertThat(Invitation.parse(link)).isEqualTo(invitation);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = link.getBytes(ISO_8859_1);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        assertThat(Invitation.parse(new String(bytes, ISO_8859_1)).inviter())
            .as("seed %d", seed)
            .isEqualTo(invitation.inviter());
      } catch (IllegalArgumentException e) {
        assertThat(e).as("seed %d", seed).hasMessageNotContaining("null");
      }
    }
  }
}
