package mutual.middleware;

/**
 * Where a node can be reached: a host name or IP address, and its node port. Text form {@code
 * host:port}, with an IPv6 address in brackets.
 */
public record NodeAddress(String host, int port) {
  /** Checks the port. */
  public NodeAddress {
    if (host.isBlank() || host.matches(".*[\\s/@].*")) {
      throw new IllegalArgumentException("Not a host: '" + host + "'");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("A port lies between 1 and 65535, not " + port);
    }
  }

  /** Reads {@code host:port}. */
  public static NodeAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("An address is host:port, not '" + text + "'");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("An IPv6 address stands in brackets: '" + text + "'");
    }
    return new NodeAddress(host, Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
