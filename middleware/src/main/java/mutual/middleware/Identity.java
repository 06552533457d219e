package mutual.middleware;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A node's own key pair (Ed25519, RFC 8032) and the TLS key and certificate it has made for itself.
 *
 * <p>On disk a folder holds {@code identity.pem} (PKCS #8, mode 0600), {@code tls-key.pem} (ECDSA
 * P-256, PKCS #8, mode 0600) and {@code tls-cert.pem} (see {@link NodeCertificate}). The TLS pair
 * is made anew at start when less than 30 of its 90 days are left; the identity never changes.
 */
public final class Identity {
  /** Days a TLS certificate is valid. */
  public static final int CERTIFICATE_DAYS = 90;

  /** Days that must be left at start; with fewer, a new TLS certificate is made. */
  public static final int CERTIFICATE_DAYS_LEFT_MIN = 30;

  private static final String KEY_FILE = "identity.pem";
  private static final String TLS_KEY_FILE = "tls-key.pem";
  private static final String TLS_CERTIFICATE_FILE = "tls-cert.pem";
  private static final byte[] PKCS8_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final NodeId id;
  private final PrivateKey key;
  private final Clock clock;
  private final @Nullable Path folder;
  private volatile NodeCertificate.Pair tls;
  private volatile @Nullable BulkTls bulkTls;

  private Identity(NodeId id, PrivateKey key, Clock clock, @Nullable Path folder) {
    this.id = id;
    this.key = key;
    this.clock = clock;
    this.folder = folder;
    NodeCertificate.@Nullable Pair stored = stored();
    this.tls = stored == null ? fresh() : stored;
  }

  /** Loads the identity that lives in a folder, or makes a new one there. */
  public static Identity loadOrCreate(Path folder) {
    return loadOrCreate(folder, Clock.systemUTC());
  }

  static Identity loadOrCreate(Path folder, Clock clock) {
    Path keyFile = folder.resolve(KEY_FILE);
    if (!Files.exists(keyFile)) {
      SecretFiles.replace(keyFile, Pem.encode("PRIVATE KEY", pkcs8(newSeed())), true);
    }
    byte[] encoded = Pem.decode("PRIVATE KEY", SecretFiles.readSecret(keyFile), keyFile);
    if (encoded.length != PKCS8_PREFIX.length + 32
        || !Arrays.equals(encoded, 0, PKCS8_PREFIX.length, PKCS8_PREFIX, 0, PKCS8_PREFIX.length)) {
      throw new IllegalStateException(keyFile + " is no Ed25519 private key");
    }
    byte[] seed = Arrays.copyOfRange(encoded, PKCS8_PREFIX.length, encoded.length);
    return new Identity(publicKey(seed), privateKey(seed), clock, folder);
  }

  /** Makes an identity that lives in memory only. */
  public static Identity ephemeral() {
    byte[] seed = newSeed();
    return new Identity(publicKey(seed), privateKey(seed), Clock.systemUTC(), null);
  }

  /** The node's name: the public key. */
  public NodeId id() {
    return id;
  }

  /**
   * Signs a message with Ed25519; 64 bytes. Start each kind of message with a prefix of its own.
   */
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 failed to sign", e);
    }
  }

  /** Says whether a node has signed this very message. */
  public static boolean verify(NodeId signer, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(publicKey(signer));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // Not a point on the curve, or not 64 bytes.
    }
  }

  /** The TLS certificate as PEM text, for others to pin. */
  public String certificatePem() {
    return Pem.encode("CERTIFICATE", encoded(tls().certificate()));
  }

  /**
   * Writes what a client in any language needs to speak TLS as this node: {@code key.pem} (mode
   * 0600) and {@code cert.pem}. The identity key itself is not exported.
   */
  public void exportPem(Path folder) {
    SecretFiles.replace(
        folder.resolve("key.pem"), Pem.encode("PRIVATE KEY", tls().key().getEncoded()), true);
    SecretFiles.replace(folder.resolve("cert.pem"), certificatePem(), false);
  }

  /**
   * The TLS key and certificate to use now; renewed here, so that a server may run for longer than
   * one lasts.
   */
  NodeCertificate.Pair tls() {
    if (!lastsLongEnough(tls)) {
      synchronized (this) {
        if (!lastsLongEnough(tls)) {
          tls = fresh();
        }
      }
    }
    return tls;
  }

  /** The TLS contexts of bulk channels that show the certificate to use now. */
  BulkTls bulkTls() {
    NodeCertificate.Pair pair = tls();
    @Nullable BulkTls made = bulkTls;
    if (made == null || !made.pair().equals(pair)) {
      synchronized (this) {
        made = bulkTls;
        if (made == null || !made.pair().equals(pair)) {
          made = BulkTls.of(pair);
          bulkTls = made;
        }
      }
    }
    return made;
  }

  private boolean lastsLongEnough(NodeCertificate.Pair pair) {
    Duration left = Duration.between(clock.instant(), pair.certificate().getNotAfter().toInstant());
    return left.toDays() >= CERTIFICATE_DAYS_LEFT_MIN;
  }

  private NodeCertificate.@Nullable Pair stored() {
    if (folder == null
        || !Files.exists(folder.resolve(TLS_KEY_FILE))
        || !Files.exists(folder.resolve(TLS_CERTIFICATE_FILE))) {
      return null;
    }
    NodeCertificate.Pair pair =
        NodeCertificate.read(folder.resolve(TLS_KEY_FILE), folder.resolve(TLS_CERTIFICATE_FILE));
    return lastsLongEnough(pair) && pair.fits(id) ? pair : null;
  }

  private NodeCertificate.Pair fresh() {
    NodeCertificate.Pair pair = NodeCertificate.make(id, key, clock.instant());
    if (folder != null) {
      // A crash in between leaves a pair that does not fit, and the next start makes a new one.
      SecretFiles.replace(
          folder.resolve(TLS_CERTIFICATE_FILE),
          Pem.encode("CERTIFICATE", encoded(pair.certificate())),
          false);
      SecretFiles.replace(
          folder.resolve(TLS_KEY_FILE), Pem.encode("PRIVATE KEY", pair.key().getEncoded()), true);
    }
    return pair;
  }

  private static byte[] newSeed() {
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    return seed;
  }

  private static byte[] pkcs8(byte[] seed) {
    byte[] encoded = Arrays.copyOf(PKCS8_PREFIX, PKCS8_PREFIX.length + seed.length);
    System.arraycopy(seed, 0, encoded, PKCS8_PREFIX.length, seed.length);
    return encoded;
  }

  /** The JDK does not tell the public key of a private one. */
  private static NodeId publicKey(byte[] seed) {
    byte[] publicKey = new byte[NodeId.BYTES];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return NodeId.of(publicKey);
  }

  private static PrivateKey privateKey(byte[] seed) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8(seed)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks Ed25519", e);
    }
  }

  private static PublicKey publicKey(NodeId id) throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + NodeId.BYTES);
    System.arraycopy(id.bytes(), 0, encoded, X509_PREFIX.length, NodeId.BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A certificate cannot be encoded", e);
    }
  }
}
