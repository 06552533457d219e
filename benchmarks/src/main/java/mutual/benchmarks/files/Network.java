package mutual.benchmarks.files;

import java.io.IOException;
import java.util.List;

/**
 * Hosts on one Ethernet: network namespaces joined by a bridge, on which this process is too. Only
 * inside a {@link Sandbox}, with whose end they vanish.
 */
final class Network {
  /** This process's own address. */
  static final String HERE = "10.77.0.1";

  private static final String BRIDGE = "bridge";
  private static final int FIRST_HOST = 10;

  /** Bytes that a link may send at once, and milliseconds that it may keep others waiting. */
  private static final String BURST = "32kb";

  private static final String QUEUE = "100ms";
  private static final String DELAY = "5ms";

  private int hosts;

  Network() throws IOException, InterruptedException {
    Tool.run("ip", "link", "add", BRIDGE, "type", "bridge");
    Tool.run("ip", "addr", "add", HERE + "/24", "dev", BRIDGE);
    Tool.run("ip", "link", "set", BRIDGE, "up");
  }

  /**
   * A host with a network of its own.
   *
   * @param command words that make a command run there
   */
  record Host(String address, String name, String outside, List<String> command) {}

  /** Adds one. */
  Host add() throws IOException, InterruptedException {
    String name = "host" + hosts;
    String outside = "to" + hosts;
    String address = HERE.replaceFirst("[0-9]+$", Integer.toString(FIRST_HOST + hosts));
    hosts++;
    Tool.run("ip", "netns", "add", name);
    Tool.run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", name);
    Tool.run("ip", "link", "set", outside, "master", BRIDGE, "up");
    Tool.run("ip", "-n", name, "addr", "add", address + "/24", "dev", "eth0");
    Tool.run("ip", "-n", name, "link", "set", "eth0", "up");
    Tool.run("ip", "-n", name, "link", "set", "lo", "up");
    return new Host(address, name, outside, List.of("ip", "netns", "exec", name));
  }

  /** Makes its link as slow as an access line, each way. */
  static void shape(Host host, long bitsPerSecond) throws IOException, InterruptedException {
    String rate = bitsPerSecond + "bit";
    Tool.run(
        "tc",
        "qdisc",
        "add",
        "dev",
        host.outside(),
        "root",
        "handle",
        "1:",
        "tbf",
        "rate",
        rate,
        "burst",
        BURST,
        "latency",
        QUEUE);
    Tool.run(
        "tc",
        "-n",
        host.name(),
        "qdisc",
        "add",
        "dev",
        "eth0",
        "root",
        "handle",
        "1:",
        "tbf",
        "rate",
        rate,
        "burst",
        BURST,
        "latency",
        QUEUE);
  }

  /** Makes what it sends arrive later; says whether this kernel can. */
  static boolean delay(Host host) throws IOException, InterruptedException {
    return Tool.succeeds(
        "tc",
        "-n",
        host.name(),
        "qdisc",
        "add",
        "dev",
        "eth0",
        "parent",
        "1:1",
        "netem",
        "delay",
        DELAY,
        "limit",
        "1000");
  }
}
