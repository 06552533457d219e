package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentityTest {
  @TempDir Path folder;

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  @Test
  void isMadeOnceAndFoundAgain() throws Exception {
    Identity first = Identity.loadOrCreate(folder);
    Identity again = Identity.loadOrCreate(folder);
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.certificatePem()).isEqualTo(first.certificatePem());
    for (String file : new String[] {"identity.pem", "tls-key.pem"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void refusesAKeyThatOthersCanRead() throws Exception {
    Identity.loadOrCreate(folder);
    Path file = folder.resolve("identity.pem");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> Identity.loadOrCreate(folder))
        .hasMessageContaining("others can read")
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void refusesADamagedKeyInsteadOfMakingAnother() throws Exception {
    Identity.loadOrCreate(folder);
    Files.writeString(folder.resolve("identity.pem"), "nothing");
    assertThatThrownBy(() -> Identity.loadOrCreate(folder)).hasMessageContaining("identity.pem");
  }

  @Test
  void renewsItsCertificateAtStartWhenLessThanThirtyDaysAreLeft() {
    Instant made = Instant.parse("2026-03-01T12:00:00Z");
    Identity first = Identity.loadOrCreate(folder, at(made));
    Identity after59Days = Identity.loadOrCreate(folder, at(made.plus(Duration.ofDays(59))));
    assertThat(after59Days.certificatePem()).isEqualTo(first.certificatePem());
    Identity after61Days = Identity.loadOrCreate(folder, at(made.plus(Duration.ofDays(61))));
    assertThat(after61Days.id()).isEqualTo(first.id());
    assertThat(after61Days.certificatePem()).isNotEqualTo(first.certificatePem());
    assertThat(after61Days.tls().certificate().getNotAfter().toInstant())
        .isEqualTo(made.plus(Duration.ofDays(151)));
  }

  @Test
  void renewsItsCertificateWhileItRuns() {
    Instant[] now = {Instant.parse("2026-03-01T12:00:00Z")};
    Clock clock =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now[0];
          }
        };
    Identity identity = Identity.loadOrCreate(folder, clock);
    X509Certificate first = identity.tls().certificate();
    now[0] = now[0].plus(Duration.ofDays(70));
    assertThat(identity.tls().certificate()).isNotEqualTo(first);
    assertThat(Identity.loadOrCreate(folder, clock).tls().certificate())
        .isEqualTo(identity.tls().certificate());
  }

  @Test
  void makesThePairAnewIfACrashLeftHalfOfIt() throws Exception {
    Identity first = Identity.loadOrCreate(folder);
    Files.writeString(folder.resolve("tls-cert.pem"), Identity.ephemeral().certificatePem());
    Identity again = Identity.loadOrCreate(folder);
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.tls().fits(first.id())).isTrue();
  }

  @Test
  void signsWhatOnlyItCanSign() {
    Identity signer = Identity.ephemeral();
    byte[] message = "mutual-test:x".getBytes(StandardCharsets.UTF_8);
    byte[] signature = signer.sign(message);
    assertThat(Identity.verify(signer.id(), message, signature)).isTrue();
    assertThat(Identity.verify(Identity.ephemeral().id(), message, signature)).isFalse();
    assertThat(Identity.verify(signer.id(), new byte[] {1}, signature)).isFalse();
    assertThat(Identity.verify(signer.id(), message, new byte[3])).isFalse();
    byte[] noPoint = new byte[32];
    java.util.Arrays.fill(noPoint, (byte) 0xff);
    assertThat(Identity.verify(NodeId.of(noPoint), message, signature)).isFalse();
  }

  @Test
  void theCertificateProvesTheIdentity() throws Exception {
    Identity identity = Identity.ephemeral();
    assertThat(NodeCertificate.identify(identity.tls().certificate())).isEqualTo(identity.id());
  }

  @Test
  void aCertificateSignedByAnotherIdentityProvesNothing() {
    Identity victim = Identity.ephemeral();
    NodeCertificate.Pair forged = NodeCertificate.make(victim.id(), otherKey(), Instant.now());
    assertThatThrownBy(() -> NodeCertificate.identify(forged.certificate()))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("signature is wrong");
  }

  private static java.security.PrivateKey otherKey() {
    try {
      return java.security.KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void exportsWhatOtherProgramsNeed() throws Exception {
    Identity identity = Identity.ephemeral();
    identity.exportPem(folder.resolve("out"));
    assertThat(Files.readString(folder.resolve("out/key.pem"))).contains("BEGIN PRIVATE KEY");
    assertThat(Files.readString(folder.resolve("out/cert.pem")))
        .isEqualTo(identity.certificatePem());
  }
}
