package mutual.bankserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import mutual.middleware.Identity;

/** A folder with what a program in any language needs: key.pem, cert.pem and server.pem. */
final class ClientKeys {
  private static final char[] NO_PASSWORD = new char[0];

  final Path folder;

  private ClientKeys(Path folder) {
    this.folder = folder;
  }

  /** Makes a key that the bank gives these rights. */
  static ClientKeys grant(BankServer bank, Path folder, String name, Right... rights) {
    ClientKeys keys = stranger(bank, folder);
    var _ = bank.office().grantClient(Identity.loadOrCreate(folder).id(), name, Set.of(rights));
    return keys;
  }

  /** Makes a key that the bank does not know. */
  static ClientKeys stranger(BankServer bank, Path folder) {
    Identity.loadOrCreate(folder).exportPem(folder);
    try {
      Files.writeString(folder.resolve("server.pem"), bank.identity().certificatePem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ClientKeys(folder);
  }

  HttpClient http(boolean withCertificate) {
    try {
      KeyStore trusted = emptyStore();
      trusted.setCertificateEntry("bank", certificate("server.pem"));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(
          withCertificate ? keyManagers() : new KeyManager[0], trust.getTrustManagers(), null);
      return HttpClient.newBuilder()
          .sslContext(context)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
    KeyStore own = emptyStore();
    own.setKeyEntry("client", key(), NO_PASSWORD, new Certificate[] {certificate("cert.pem")});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private Certificate certificate(String file) throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(folder.resolve(file))) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private PrivateKey key() throws GeneralSecurityException, IOException {
    String base64 =
        Files.readString(folder.resolve("key.pem")).replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }
}
