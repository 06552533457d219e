package mutual.overlay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mutual.contracts.peer.v1.Addresses;
import mutual.contracts.peer.v1.SignedAddresses;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;

/**
 * Where a peer says it can be reached, signed by it, so that anybody may pass it on.
 *
 * @param sequence of two records of one peer the one with the higher sequence counts
 * @param expiresMillis milliseconds since 1970 after which nobody shall use it
 * @param addresses at most {@value #ADDRESSES_MAX}, most preferred first
 * @param instance chosen anew whenever the peer starts
 * @param signed what was received or is to be sent
 */
public record AddressRecord(
    NodeId node,
    long sequence,
    long expiresMillis,
    List<NodeAddress> addresses,
    long instance,
    SignedAddresses signed) {
  public static final int ADDRESSES_MAX = 16;

  /** Bytes of a record with its signature; what a mutable item of the DHT can hold. */
  public static final int BYTES_MAX = 900;

  private static final byte[] PREFIX = "mutual-addresses:".getBytes(US_ASCII);

  /** Makes and signs a record; addresses that do not fit are left out, the last first. */
  static AddressRecord sign(
      Identity identity,
      long sequence,
      long expiresMillis,
      List<NodeAddress> addresses,
      long instance) {
    List<NodeAddress> fitting = addresses.subList(0, Math.min(addresses.size(), ADDRESSES_MAX));
    while (true) {
      Addresses.Builder message =
          Addresses.newBuilder()
              .setNode(ByteString.copyFrom(identity.id().bytes()))
              .setSequence(sequence)
              .setExpiresMillis(expiresMillis)
              .setInstance(instance);
      fitting.forEach(address -> message.addAddresses(address.toString()));
      byte[] bytes = message.build().toByteArray();
      if (bytes.length > BYTES_MAX - 80 && !fitting.isEmpty()) {
        fitting = fitting.subList(0, fitting.size() - 1);
        continue;
      }
      SignedAddresses signed =
          SignedAddresses.newBuilder()
              .setAddresses(ByteString.copyFrom(bytes))
              .setSignature(ByteString.copyFrom(identity.sign(prefixed(bytes))))
              .build();
      return new AddressRecord(
          identity.id(), sequence, expiresMillis, List.copyOf(fitting), instance, signed);
    }
  }

  /** Reads a record; empty if it is malformed, or not signed by the peer it speaks of. */
  static Optional<AddressRecord> read(SignedAddresses signed) {
    if (signed.getSerializedSize() > BYTES_MAX) {
      return Optional.empty();
    }
    try {
      byte[] bytes = signed.getAddresses().toByteArray();
      Addresses message = Addresses.parseFrom(bytes);
      if (message.getNode().size() != NodeId.BYTES || message.getAddressesCount() > ADDRESSES_MAX) {
        return Optional.empty();
      }
      NodeId node = NodeId.of(message.getNode().toByteArray());
      List<NodeAddress> addresses = new ArrayList<>();
      for (String address : message.getAddressesList()) {
        addresses.add(NodeAddress.parse(address));
      }
      return Identity.verify(node, prefixed(bytes), signed.getSignature().toByteArray())
          ? Optional.of(
              new AddressRecord(
                  node,
                  message.getSequence(),
                  message.getExpiresMillis(),
                  List.copyOf(addresses),
                  message.getInstance(),
                  signed))
          : Optional.empty();
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Reads the bytes of a signed record. */
  static Optional<AddressRecord> read(byte[] bytes) {
    try {
      return bytes.length > BYTES_MAX ? Optional.empty() : read(SignedAddresses.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  boolean isCurrent(long nowMillis) {
    return nowMillis <= expiresMillis;
  }

  private static byte[] prefixed(byte[] bytes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(PREFIX);
    all.writeBytes(bytes);
    return all.toByteArray();
  }
}
