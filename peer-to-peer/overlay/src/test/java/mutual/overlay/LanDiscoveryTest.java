package mutual.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two peers, each in a network namespace of its own, with a cable between them. */
final class LanDiscoveryTest {
  /** Makes two namespaces inside one of its own, so that nothing of the host is touched. */
  private static final String NETWORK =
      """
      set -e
      mount -t tmpfs none /run
      ip netns add a
      ip netns add b
      ip link add va netns a type veth peer name vb netns b
      ip -n a addr add "$1" dev va nodad
      ip -n b addr add "$2" dev vb nodad
      for n in a b; do
        ip -n $n link set lo up
        ip -n $n link set v$n up
        ip -n $n route add default dev v$n
        ip -n $n -6 route add default dev v$n || true
      done
      mkfifo /run/in
      ip netns exec b "$4" -cp "$5" $6 mutual.overlay.LanPeer "$8" Bob < /run/in &
      ip netns exec a "$4" -cp "$5" $6 mutual.overlay.LanPeer "$7" Ann 3> /run/in
      wait
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"10.77.0.1/24, 10.77.0.2/24", "fd77::1/64, fd77::2/64"})
  void contactsOnOneLanReachEachOtherWithNothingConfigured(String ann, String bob)
      throws Exception {
    Path annsFolder = folder.resolve("ann");
    Path bobsFolder = folder.resolve("bob");
    NodeId annsId = Identity.loadOrCreate(annsFolder).id();
    NodeId bobsId = Identity.loadOrCreate(bobsFolder).id();
    ContactBook.open(annsFolder.resolve("contacts.txt"))
        .put(new Contact(bobsId, "Bob", new TreeSet<>(), 1));
    ContactBook.open(bobsFolder.resolve("contacts.txt"))
        .put(new Contact(annsId, "Ann", new TreeSet<>(), 1));
    List<String> command =
        List.of(
            "unshare",
            "--user",
            "--map-root-user",
            "--net",
            "--mount",
            "sh",
            "-c",
            NETWORK,
            "lan",
            ann,
            bob,
            "-",
            ProcessHandle.current().info().command().orElseThrow(),
            System.getProperty("java.class.path"),
            "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
                + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m",
            annsFolder.toString(),
            bobsFolder.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CompletableFuture<List<String>> reached =
        CompletableFuture.supplyAsync(() -> readUntilBothReached(process.inputReader(UTF_8)));
    try {
      List<String> lines = reached.get(60, TimeUnit.SECONDS);
      assertThat(lines.stream().filter(line -> line.startsWith("reached LAN")))
          .as(String.join("\n", lines))
          .isNotEmpty();
    } finally {
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static List<String> readUntilBothReached(BufferedReader output) {
    List<String> lines = new ArrayList<>();
    try {
      int reached = 0;
      while (reached < 2) {
        @Nullable String line = output.readLine();
        if (line == null) {
          throw new AssertionError(String.join("\n", lines));
        }
        lines.add(line);
        reached += line.startsWith("reached ") ? 1 : 0;
      }
      return lines;
    } catch (IOException e) {
      throw new AssertionError(String.join("\n", lines), e);
    }
  }

  @Test
  void aHostWithoutNetworksIsNoError() {
    try (LanDiscovery alone = new LanDiscovery(Identity.ephemeral().id(), 1, 7000, _ -> {})) {
      alone.use(List.of());
      assertThat(alone.trouble()).isEmpty();
    }
  }
}
