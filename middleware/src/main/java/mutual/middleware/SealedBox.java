package mutual.middleware;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;

/**
 * Secrets sealed to a public key, which only the holder of the private key can open: X25519 (RFC
 * 7748) with a fresh key for each secret, HKDF-SHA256 (RFC 5869), AES-256-GCM.
 *
 * <pre>
 * shared = X25519(ephemeral private key, receiver's public key)
 * key    = HKDF-SHA256(salt = none, ikm = shared, length = 32,
 *          info = "mutual-sealed-box:" ‖ ephemeral public key ‖ receiver's public key)
 * sealed = AES-256-GCM(key, nonce = 12 zero bytes, aad, plaintext), the 16-byte tag at its end
 * </pre>
 *
 * <p>The nonce may be constant because no key is used twice. The curve is Bouncy Castle's, which
 * takes half the time of the JDK's.
 *
 * @param keyId which key it is sealed to: the first 8 bytes of the SHA-256 of the public key
 * @param ephemeralPublicKey 32 bytes
 * @param ciphertext as long as the plaintext plus 16 bytes
 */
public record SealedBox(byte[] keyId, byte[] ephemeralPublicKey, byte[] ciphertext) {
  /** Length of a public key. */
  public static final int KEY_BYTES = 32;

  /** Bytes of plaintext one box may hold. */
  public static final int PLAINTEXT_BYTES_MAX = 64 * 1024;

  private static final int TAG_BITS = 128;
  private static final byte[] INFO = ascii("mutual-sealed-box:");
  private static final byte[] SIGNATURE_PREFIX = ascii("mutual-pin-key:");

  /** Seals a plaintext to a public key; the same additional data must be given to open it. */
  public static SealedBox seal(byte[] publicKey, byte[] aad, byte[] plaintext) {
    if (plaintext.length > PLAINTEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "A sealed box holds up to " + PLAINTEXT_BYTES_MAX + " bytes");
    }
    try {
      X25519PrivateKeyParameters ephemeral = new X25519PrivateKeyParameters(new SecureRandom());
      byte[] ephemeralPublic = ephemeral.generatePublicKey().getEncoded();
      SecretKey key = agree(ephemeral, publicKey, ephemeralPublic, publicKey);
      return new SealedBox(
          keyId(publicKey), ephemeralPublic, crypt(Cipher.ENCRYPT_MODE, key, aad, plaintext));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("Not a usable X25519 public key", e);
    }
  }

  /** The name of a public key: the first 8 bytes of its SHA-256. */
  public static byte[] keyId(byte[] publicKey) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(publicKey), 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks SHA-256", e);
    }
  }

  /** Signs a public key as belonging to a node: Ed25519 over "mutual-pin-key:" and the key. */
  public static byte[] signKey(Identity owner, byte[] publicKey) {
    return owner.sign(concat(SIGNATURE_PREFIX, publicKey));
  }

  /** Says whether a node has signed this public key as its own. */
  public static boolean verifyKey(NodeId owner, byte[] publicKey, byte[] signature) {
    return publicKey.length == KEY_BYTES
        && Identity.verify(owner, concat(SIGNATURE_PREFIX, publicKey), signature);
  }

  /** A key pair that boxes are sealed to. */
  public static final class Keys {
    private final byte[] publicKey;
    private final byte[] keyId;
    private final X25519PrivateKeyParameters privateKey;

    private Keys(X25519PrivateKeyParameters privateKey) {
      this.privateKey = privateKey;
      publicKey = privateKey.generatePublicKey().getEncoded();
      keyId = SealedBox.keyId(publicKey);
    }

    /** Makes a pair that lives in memory only. */
    public static Keys ephemeral() {
      return new Keys(new X25519PrivateKeyParameters(new SecureRandom()));
    }

    /** Loads the pair in a file (PKCS #8 as PEM, mode 0600), or makes a new one there. */
    public static Keys loadOrCreate(Path file) {
      if (!Files.exists(file)) {
        SecretFiles.replace(file, Pem.encode("PRIVATE KEY", ephemeral().pkcs8()), true);
      }
      byte[] encoded = Pem.decode("PRIVATE KEY", SecretFiles.readSecret(file), file);
      try {
        if (PrivateKeyFactory.createKey(encoded) instanceof X25519PrivateKeyParameters key) {
          return new Keys(key);
        }
      } catch (IOException | RuntimeException e) {
        throw new IllegalStateException(file + " is no private key", e);
      }
      throw new IllegalStateException(file + " is no X25519 private key");
    }

    private byte[] pkcs8() {
      try {
        return PrivateKeyInfoFactory.createPrivateKeyInfo(privateKey).getEncoded();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The 32 bytes to seal to. */
    public byte[] publicKey() {
      return publicKey.clone();
    }

    /** The name of the public key. */
    public byte[] keyId() {
      return keyId.clone();
    }

    /**
     * Opens a box; empty if it was sealed to another key or with other additional data, or is
     * damaged.
     */
    public Optional<byte[]> open(SealedBox box, byte[] aad) {
      if (!Arrays.equals(box.keyId, keyId) || box.ephemeralPublicKey.length != KEY_BYTES) {
        return Optional.empty();
      }
      try {
        SecretKey key =
            agree(privateKey, box.ephemeralPublicKey, box.ephemeralPublicKey, publicKey);
        return Optional.of(crypt(Cipher.DECRYPT_MODE, key, aad, box.ciphertext));
      } catch (GeneralSecurityException e) {
        return Optional.empty();
      }
    }
  }

  private static SecretKey agree(
      X25519PrivateKeyParameters own, byte[] other, byte[] ephemeralPublic, byte[] receiverPublic)
      throws GeneralSecurityException {
    byte[] shared = new byte[KEY_BYTES];
    try {
      own.generateSecret(new X25519PublicKeyParameters(other), shared, 0);
    } catch (IllegalArgumentException | IllegalStateException e) {
      // Not 32 bytes, or a point of small order.
      throw new GeneralSecurityException("Not a usable X25519 public key", e);
    }
    byte[] info = concat(INFO, concat(ephemeralPublic, receiverPublic));
    return KDF.getInstance("HKDF-SHA256")
        .deriveKey("AES", HKDFParameterSpec.ofExtract().addIKM(shared).thenExpand(info, 32));
  }

  private static byte[] crypt(int mode, SecretKey key, byte[] aad, byte[] input)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, new byte[12]));
    cipher.updateAAD(aad);
    return cipher.doFinal(input);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
