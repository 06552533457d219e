package mutual.middleware;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate of a node: X.509 v3, self-signed with an ECDSA P-256 key, and with one extension
 * that ties that key to the node's identity, after the libp2p TLS specification:
 *
 * <pre>
 * extension 1.3.6.1.3.6868.1 (not critical)
 * SignedKey ::= SEQUENCE {
 *   nodeId    OCTET STRING (32 bytes, the Ed25519 public key),
 *   signature OCTET STRING (64 bytes, Ed25519 over "mutual-tls:" and the certificate's
 *                           SubjectPublicKeyInfo) }
 * </pre>
 *
 * <p>The key type is one that every TLS library takes (BoringSSL refuses Ed25519 certificates). The
 * number lies in the experimental arc of RFC 1155; should someone else use it for something else,
 * the prefix keeps the two apart. The subject alternative names are those a client in another
 * language may dial: localhost, the loopback addresses and {@code <label>.peer}.
 */
final class NodeCertificate {
  static final String EXTENSION = "1.3.6.1.3.6868.1";
  static final String HOST_SUFFIX = ".peer";

  private static final byte[] PREFIX = "mutual-tls:".getBytes(StandardCharsets.US_ASCII);

  /** Minutes by which clocks may differ. */
  private static final int CLOCK_SKEW_MINUTES = 60;

  private NodeCertificate() {}

  /** A TLS key and its certificate. */
  record Pair(PrivateKey key, X509Certificate certificate) {
    boolean fits(NodeId id) {
      try {
        byte[] probe = {1, 2, 3};
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key);
        signer.update(probe);
        byte[] signature = signer.sign();
        signer.initVerify(certificate.getPublicKey());
        signer.update(probe);
        return signer.verify(signature) && identify(certificate).equals(id);
      } catch (GeneralSecurityException e) {
        return false;
      }
    }
  }

  static Pair make(NodeId id, PrivateKey identityKey, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(identityKey);
      signer.update(PREFIX);
      signer.update(pair.getPublic().getEncoded());
      X500Name name = new X500Name("CN=" + id.shortText());
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(120, new SecureRandom()).add(BigInteger.ONE),
              Date.from(now.minus(Duration.ofMinutes(CLOCK_SKEW_MINUTES))),
              Date.from(now.plus(Duration.ofDays(Identity.CERTIFICATE_DAYS))),
              name,
              pair.getPublic());
      builder.addExtension(
          new ASN1ObjectIdentifier(EXTENSION),
          false,
          new DERSequence(
              new DEROctetString[] {
                new DEROctetString(id.bytes()), new DEROctetString(signer.sign())
              }));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.dNSName, id.label() + HOST_SUFFIX),
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.iPAddress, "::1")
              }));
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
      return new Pair(pair.getPrivate(), certificate);
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("Cannot make a TLS certificate", e);
    }
  }

  static Pair read(Path keyFile, Path certificateFile) {
    try {
      byte[] key = Pem.decode("PRIVATE KEY", SecretFiles.readSecret(keyFile), keyFile);
      byte[] certificate =
          Pem.decode("CERTIFICATE", SecretFiles.read(certificateFile), certificateFile);
      return new Pair(
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          keyFile + " or " + certificateFile + " is damaged; remove both to have them made anew",
          e);
    }
  }

  /** The node that a certificate belongs to; an exception if its extension does not prove one. */
  static NodeId identify(X509Certificate certificate) throws CertificateException {
    byte[] wrapped = certificate.getExtensionValue(EXTENSION);
    if (wrapped == null) {
      throw new CertificateException("The certificate names no node identity");
    }
    NodeId id;
    byte[] signature;
    try {
      ASN1Sequence signedKey =
          ASN1Sequence.getInstance(ASN1OctetString.getInstance(wrapped).getOctets());
      if (signedKey.size() != 2) {
        throw new CertificateException("The certificate's identity extension is malformed");
      }
      id = NodeId.of(ASN1OctetString.getInstance(signedKey.getObjectAt(0)).getOctets());
      signature = ASN1OctetString.getInstance(signedKey.getObjectAt(1)).getOctets();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new CertificateException("The certificate's identity extension is malformed", e);
    }
    PublicKey tlsKey = certificate.getPublicKey();
    byte[] spki = tlsKey.getEncoded();
    byte[] message = new byte[PREFIX.length + spki.length];
    System.arraycopy(PREFIX, 0, message, 0, PREFIX.length);
    System.arraycopy(spki, 0, message, PREFIX.length, spki.length);
    if (!Identity.verify(id, message, signature)) {
      throw new CertificateException("The certificate's identity signature is wrong");
    }
    return id;
  }
}
