package mutual.overlay.dht;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BInteger;
import mutual.overlay.bencode.BList;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeException;
import mutual.overlay.bencode.BencodeLimits;
import mutual.overlay.bencode.BencodeValue;

/** One datagram of the DHT's protocol (KRPC, BEP 5): a query, the answer to one, or an error. */
sealed interface KrpcMessage {
  /** Bytes of a datagram, either way; what a path carries without fragments, with some room. */
  int BYTES_MAX = 2048;

  /** Bytes of a transaction id that somebody else chose. */
  int TRANSACTION_BYTES_MAX = 20;

  int GENERIC_ERROR = 201;
  int PROTOCOL_ERROR = 203;
  int METHOD_UNKNOWN = 204;
  int VALUE_TOO_BIG = 205;
  int SIGNATURE_INVALID = 206;
  int SALT_TOO_BIG = 207;
  int CAS_MISMATCH = 301;
  int SEQUENCE_TOO_SMALL = 302;

  /** Chosen by who asks, returned in the answer. */
  BString transaction();

  record Query(BString transaction, String method, BDictionary arguments, boolean readOnly)
      implements KrpcMessage {}

  /**
   * An answer.
   *
   * @param seenAs the address that the asked node saw the query come from (BEP 42)
   */
  record Response(BString transaction, BDictionary values, Optional<InetSocketAddress> seenAs)
      implements KrpcMessage {}

  record Failure(BString transaction, int code, String text) implements KrpcMessage {}

  /** "MU" and a version, by which statistics of the DHT tell programs apart. */
  BString PROGRAM = BString.of(new byte[] {'M', 'U', 0, 1});

  BencodeLimits LIMITS = new BencodeLimits(BYTES_MAX, 12, 512);

  /** Reads a datagram; empty if it is no message of the protocol. */
  static Optional<KrpcMessage> read(ByteBuffer datagram) {
    BDictionary message;
    try {
      if (!(Bencode.decodeLenient(datagram, LIMITS) instanceof BDictionary found)) {
        return Optional.empty();
      }
      message = found;
    } catch (BencodeException e) {
      return Optional.empty();
    }
    Optional<BString> transaction =
        message.string("t").filter(t -> t.length() <= TRANSACTION_BYTES_MAX);
    if (transaction.isEmpty()) {
      return Optional.empty();
    }
    BString t = transaction.get();
    return switch (message.string("y").map(BString::text).orElse("")) {
      case "q" -> {
        Optional<BString> method = message.string("q");
        Optional<BDictionary> arguments = message.dictionary("a");
        yield method.isPresent() && arguments.isPresent()
            ? Optional.of(
                new Query(
                    t, method.get().text(), arguments.get(), message.integer("ro").orElse(0) == 1))
            : Optional.empty();
      }
      case "r" ->
          message
              .dictionary("r")
              .map(
                  values ->
                      new Response(t, values, message.string("ip").flatMap(AddressFamily::unpack)));
      case "e" -> Optional.of(failure(t, message.list("e").orElse(BList.of())));
      default -> Optional.empty();
    };
  }

  private static Failure failure(BString transaction, BList words) {
    int code = GENERIC_ERROR;
    String text = "";
    for (BencodeValue word : words) {
      if (word instanceof BInteger(long number) && number == (int) number) {
        code = (int) number;
      } else if (word instanceof BString string) {
        text = string.text();
      }
    }
    return new Failure(transaction, code, text);
  }

  /** The bytes to send. */
  default byte[] write() {
    BDictionary.Builder message = BDictionary.builder().put("t", transaction()).put("v", PROGRAM);
    switch (this) {
      case Query query -> {
        message.put("y", "q").put("q", query.method()).put("a", query.arguments());
        if (query.readOnly()) {
          message.put("ro", 1);
        }
      }
      case Response response -> {
        message.put("y", "r").put("r", response.values());
        response.seenAs().ifPresent(address -> message.put("ip", AddressFamily.pack(address)));
      }
      case Failure failure ->
          message
              .put("y", "e")
              .put("e", BList.of(new BInteger(failure.code()), BString.of(failure.text())));
    }
    return Bencode.encode(message.build());
  }
}
