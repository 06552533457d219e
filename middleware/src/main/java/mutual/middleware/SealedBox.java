package mutual.middleware;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

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
 * <p>The nonce may be constant because no key is used twice.
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
      KeyPair ephemeral = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      byte[] ephemeralPublic = raw(ephemeral.getPublic());
      SecretKey key =
          agree(ephemeral.getPrivate(), publicKey(publicKey), ephemeralPublic, publicKey);
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
    private final PrivateKey privateKey;

    private Keys(byte[] publicKey, PrivateKey privateKey) {
      this.publicKey = publicKey;
      this.keyId = SealedBox.keyId(publicKey);
      this.privateKey = privateKey;
    }

    /** Makes a pair that lives in memory only. */
    public static Keys ephemeral() {
      try {
        KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        return new Keys(raw(pair.getPublic()), pair.getPrivate());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("The JDK lacks X25519", e);
      }
    }

    /** Loads the pair in a file (PKCS #8 as PEM, mode 0600), or makes a new one there. */
    public static Keys loadOrCreate(Path file) {
      if (!Files.exists(file)) {
        byte[] fresh = ephemeral().privateKey.getEncoded();
        SecretFiles.replace(file, Pem.encode("PRIVATE KEY", fresh), true);
      }
      byte[] encoded = Pem.decode("PRIVATE KEY", SecretFiles.readSecret(file), file);
      try {
        PrivateKey key =
            KeyFactory.getInstance("X25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        // The public key is the private one times the curve's base point 9 (RFC 7748, section 6.1).
        byte[] basePoint = new byte[KEY_BYTES];
        basePoint[0] = 9;
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(key);
        agreement.doPhase(SealedBox.publicKey(basePoint), true);
        return new Keys(agreement.generateSecret(), key);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(file + " is no X25519 private key", e);
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
            agree(
                privateKey,
                SealedBox.publicKey(box.ephemeralPublicKey),
                box.ephemeralPublicKey,
                publicKey);
        return Optional.of(crypt(Cipher.DECRYPT_MODE, key, aad, box.ciphertext));
      } catch (GeneralSecurityException e) {
        return Optional.empty();
      }
    }
  }

  private static SecretKey agree(
      PrivateKey own, PublicKey other, byte[] ephemeralPublic, byte[] receiverPublic)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(own);
    agreement.doPhase(other, true); // Refuses points of small order.
    byte[] info = concat(INFO, concat(ephemeralPublic, receiverPublic));
    return KDF.getInstance("HKDF-SHA256")
        .deriveKey(
            "AES",
            HKDFParameterSpec.ofExtract().addIKM(agreement.generateSecret()).thenExpand(info, 32));
  }

  private static byte[] crypt(int mode, SecretKey key, byte[] aad, byte[] input)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, new byte[12]));
    cipher.updateAAD(aad);
    return cipher.doFinal(input);
  }

  /** RFC 7748 writes the coordinate in little-endian order. */
  private static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
    if (raw.length != KEY_BYTES) {
      throw new IllegalArgumentException("An X25519 public key is 32 bytes, not " + raw.length);
    }
    byte[] coordinate = reversed(raw);
    coordinate[0] &= 0x7f;
    return KeyFactory.getInstance("X25519")
        .generatePublic(
            new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, coordinate)));
  }

  private static byte[] raw(PublicKey key) {
    byte[] coordinate = ((XECPublicKey) key).getU().toByteArray();
    byte[] padded = new byte[KEY_BYTES];
    int length = Math.min(coordinate.length, KEY_BYTES);
    System.arraycopy(coordinate, coordinate.length - length, padded, KEY_BYTES - length, length);
    return reversed(padded);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
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
