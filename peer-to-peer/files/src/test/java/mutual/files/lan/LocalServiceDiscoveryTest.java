package mutual.files.lan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mutual.files.torrent.InfoHash;
import mutual.overlay.bencode.BString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Processes on one host and on two, which have a cable between them, hear of each other. */
final class LocalServiceDiscoveryTest {
  /**
   * Makes two namespaces inside one of its own, so that nothing of the host is touched. The member
   * on b is there before its network; with a line there is a network and a member on a, with
   * another line one more there.
   */
  private static final String NETWORK =
      """
      set -e
      mount -t tmpfs none /run
      mkfifo /run/in
      exec 4<> /run/in
      ip netns add a
      ip netns add b
      for n in a b; do
        ip -n $n link set lo up
        if [ "$3" = 4 ]; then
          ip netns exec $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1
          ip netns exec $n sysctl -qw net.ipv6.conf.default.disable_ipv6=1
        fi
      done
      member() { ip netns exec $* < /run/in 4>&- & }
      member b $4 mutual.files.lan.LanMember b1 $5 7003
      read go
      ip link add va netns a type veth peer name vb netns b
      ip -n a addr add "$1" dev va nodad
      ip -n b addr add "$2" dev vb nodad
      ip -n a link set va up
      ip -n b link set vb up
      member a $4 mutual.files.lan.LanMember a1 $5 7001
      read go
      member a $4 mutual.files.lan.LanMember a2 $5 7002
      cat > /dev/null
      exec 4>&-
      wait
      """;

  private static final String ALONE =
      """
      ip link set lo up
      exec $1 mutual.files.lan.LanMember alone $2 0
      """;

  private static final String HASH = "ab".repeat(20);

  private static String java() {
    return ProcessHandle.current().info().command().orElseThrow()
        + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m -cp "
        + Stream.of(LanMember.class, InfoHash.class, BString.class, LoggerFactory.class)
            .map(each -> each.getProtectionDomain().getCodeSource().getLocation().getPath())
            .collect(Collectors.joining(":"));
  }

  private static Process inNamespace(String script, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare", "--user", "--map-root-user", "--net", "--mount", "sh", "-c", script));
    command.add("lan");
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @ParameterizedTest
  @CsvSource({"10.77.0.1/24, 10.77.0.2/24, 4", "fd77::1/64, fd77::2/64, 6"})
  void membersHearOfEachOtherOnOneHostAndOnTwo(String one, String two, String family)
      throws Exception {
    Process process = inNamespace(NETWORK, one, two, family, java(), HASH);
    String a = one.replaceFirst("/.*", "").replace("::", ":0:0:0:0:0:0:");
    String b = two.replaceFirst("/.*", "").replace("::", ":0:0:0:0:0:0:");
    try {
      read(process, List.of("b1 started"));
      enter(process);
      // Looked for every ten seconds, the new network is announced on then.
      read(process, List.of("a1 heard ab /" + b + " 7003"));
      enter(process);
      List<String> lines =
          read(process, List.of("a1 heard ab /" + a + " 7002", "b1 heard ab /" + a + " 7002"));
      assertThat(lines).noneMatch(line -> line.startsWith("a2 heard ab /" + a + " 7002"));
    } finally {
      end(process);
    }
  }

  @Test
  void aHostWithoutNetworksIsToldSoAndNothingFails() throws Exception {
    Process process = inNamespace(ALONE, java(), HASH);
    try {
      String trouble =
          "alone trouble: No network here can multicast, so peers on the local network are not"
              + " found.";
      read(process, List.of(trouble));
    } finally {
      end(process);
    }
  }

  private static void enter(Process process) throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Reads until all of the lines have come. */
  private static List<String> read(Process process, List<String> wanted) throws Exception {
    CompletableFuture<List<String>> all = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> read(process.inputReader(UTF_8), wanted, all));
    return all.get(60, TimeUnit.SECONDS);
  }

  private static void read(
      BufferedReader output, List<String> wanted, CompletableFuture<List<String>> all) {
    List<String> lines = new ArrayList<>();
    try {
      while (!lines.containsAll(wanted)) {
        @Nullable String line = output.readLine();
        if (line == null) {
          throw new IOException("ended early");
        }
        // A link-local or scoped address names its interface.
        lines.add(line.replaceAll("%\\w+", ""));
      }
      all.complete(lines);
    } catch (IOException e) {
      all.completeExceptionally(new AssertionError(String.join("\n", lines), e));
    }
  }

  private static void end(Process process) throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
