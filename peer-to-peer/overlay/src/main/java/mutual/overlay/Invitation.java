package mutual.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import mutual.overlay.bencode.BString;

/**
 * What one peer hands to another, by any way they trust, so that both become contacts.
 *
 * <pre>
 * mutual:invite?k=ABCDEFG...&amp;s=q83vEjRWeJCrze8SNFZ4kA&amp;e=1790000000
 *     &amp;a=192.0.2.7:7000&amp;n=Ann
 * </pre>
 *
 * @param inviter the key of the peer that invites
 * @param secret 16 random bytes that work once
 * @param addresses where the inviter was when it wrote this; at most {@value #ADDRESSES_MAX}
 * @param expires to the second
 * @param name what the inviter wishes to be called
 */
public record Invitation(
    NodeId inviter, BString secret, List<NodeAddress> addresses, Instant expires, String name) {
  public static final int SECRET_BYTES = 16;
  public static final int ADDRESSES_MAX = 4;
  public static final int LINK_CHARACTERS_MAX = 1_000;

  private static final String START = "mutual:invite?";

  public Invitation {
    addresses = List.copyOf(addresses);
    if (secret.length() != SECRET_BYTES || addresses.size() > ADDRESSES_MAX) {
      throw new IllegalArgumentException("Not an invitation");
    }
  }

  /** The link that says all of it. */
  public String link() {
    String link =
        START
            + "k="
            + inviter.toString().replace("-", "")
            + "&s="
            + Base64.getUrlEncoder().withoutPadding().encodeToString(secret.bytes())
            + "&e="
            + expires.getEpochSecond();
    if (!addresses.isEmpty()) {
      link +=
          "&a=" + addresses.stream().map(NodeAddress::toString).collect(Collectors.joining(","));
    }
    return name.isEmpty() ? link : link + "&n=" + URLEncoder.encode(name, UTF_8);
  }

  /** Reads a link; says what is wrong with other text. */
  public static Invitation parse(String link) {
    String text = link.strip();
    if (!text.startsWith(START) || text.length() > LINK_CHARACTERS_MAX) {
      throw new IllegalArgumentException("An invitation begins with " + START);
    }
    Map<String, String> fields = new HashMap<>();
    for (String field : text.substring(START.length()).split("&", -1)) {
      int equals = field.indexOf('=');
      if (equals < 1
          || fields.put(field.substring(0, equals), field.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("The invitation is damaged at '" + field + "'");
      }
    }
    for (String needed : List.of("k", "s", "e")) {
      if (!fields.containsKey(needed)) {
        throw new IllegalArgumentException("The invitation is not complete: copy the whole link");
      }
    }
    List<NodeAddress> addresses = new ArrayList<>();
    String listed = fields.getOrDefault("a", "");
    if (!listed.isEmpty()) {
      for (String address : URLDecoder.decode(listed, UTF_8).split(",", -1)) {
        addresses.add(NodeAddress.parse(address));
      }
    }
    NodeId inviter = NodeId.parse(fields.getOrDefault("k", ""));
    byte[] secret = Base64.getUrlDecoder().decode(fields.getOrDefault("s", ""));
    String expires = fields.getOrDefault("e", "");
    if (!expires.matches("[0-9]{1,12}")) {
      throw new IllegalArgumentException("The invitation's expiry is no time: " + expires);
    }
    return new Invitation(
        inviter,
        BString.of(secret),
        addresses,
        Instant.ofEpochSecond(Long.parseLong(expires)),
        Contact.tamed(URLDecoder.decode(fields.getOrDefault("n", ""), UTF_8), inviter));
  }
}
