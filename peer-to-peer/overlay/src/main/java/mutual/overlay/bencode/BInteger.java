package mutual.overlay.bencode;

/** A bencoded integer, {@code i42e}. Integers beyond 64 bits are refused when decoding. */
public record BInteger(long value) implements BencodeValue {}
