package mutual.overlay.dht;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import mutual.overlay.bencode.BString;

/**
 * Makes the tokens that prove that who stores something here can also receive at the address it
 * writes from (BEP 5). A token lasts five to ten minutes.
 */
final class TokenKeeper {
  static final long SECRET_MILLIS = 5 * 60_000;

  private static final int TOKEN_BYTES = 8;

  private final RandomGenerator random;
  private byte[] secret;
  private byte[] earlier;
  private long changedMillis;

  TokenKeeper(RandomGenerator random, long nowMillis) {
    this.random = random;
    this.secret = fresh();
    this.earlier = fresh();
    this.changedMillis = nowMillis;
  }

  void tick(long nowMillis) {
    if (nowMillis - changedMillis >= SECRET_MILLIS) {
      // After a long pause neither of the old ones is good any more.
      earlier = nowMillis - changedMillis >= 2 * SECRET_MILLIS ? fresh() : secret;
      secret = fresh();
      changedMillis = nowMillis;
    }
  }

  BString token(InetAddress address) {
    return token(secret, address);
  }

  boolean isGood(BString token, InetAddress address) {
    return token.equals(token(secret, address)) || token.equals(token(earlier, address));
  }

  private static BString token(byte[] secret, InetAddress address) {
    byte[] hash = DhtId.sha1(secret, address.getAddress()).bytes();
    return BString.of(Arrays.copyOf(hash, TOKEN_BYTES));
  }

  private byte[] fresh() {
    byte[] bytes = new byte[DhtId.BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}
