package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has other permissions.")
final class SecretFilesTest {
  @TempDir Path folder;

  @Test
  void onlyTheirOwnerMayEnterFoldersMadeForSecrets() throws Exception {
    Path file = folder.resolve("node/keys/secret.pem");
    SecretFiles.replace(file, "text", true);
    assertThat(permissions(folder.resolve("node"))).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("node/keys"))).isEqualTo("rwx------");
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(SecretFiles.readSecret(file)).isEqualTo("text");
  }

  @Test
  void aSecretThatOthersCanReadIsRefused() throws Exception {
    Path file = folder.resolve("secret.pem");
    SecretFiles.replace(file, "text", true);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> SecretFiles.readSecret(file)).hasMessageContaining("chmod 600");
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
