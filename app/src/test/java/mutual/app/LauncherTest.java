package mutual.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, started as a person would, on the jars that this build has just made. */
final class LauncherTest {
  private static final Path ROOT =
      Path.of(System.getProperty("mutual.root", "..")).toAbsolutePath();
  private static final Path LAUNCHER = ROOT.resolve("mutual").normalize();
  private static final int RUN_SECONDS_MAX = 60;

  @TempDir Path folder;

  record Outcome(int exitCode, String out, String err) {}

  @Test
  void helpFromAnotherFolder() throws Exception {
    Outcome outcome = run(LAUNCHER, Map.of(), "--help");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("Usage: mutual").contains("Examples:");
  }

  @Test
  void helpThroughASymbolicLinkWithARelativeTarget() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("a bin"));
    Path first = Files.createSymbolicLink(folder.resolve("first"), LAUNCHER);
    Path second = Files.createSymbolicLink(bin.resolve("mutual"), Path.of("../first"));
    assertThat(first).exists();
    Outcome outcome = run(second, Map.of(), "--help");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("Usage: mutual");
    Files.delete(first);
    Files.delete(second);
  }

  @Test
  void exitCodesComeThrough() throws Exception {
    Outcome outcome = run(LAUNCHER, Map.of(), "--no-such-option");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(outcome.err()).contains("--no-such-option").doesNotContain("\tat ");
  }

  @Test
  void withoutAJdkItSaysHowToGetOne() throws Exception {
    Outcome outcome = run(LAUNCHER, withoutJdk(), "--help");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("no JDK 25")
        .contains("apt-get install -y temurin-25-jdk")
        .contains("brew install openjdk@25")
        .contains("sdk install java")
        .contains("adoptium.net");
  }

  @Test
  void anOlderJdkIsPassedOver() throws Exception {
    Path old = fakeJdk("jdk-24", "24.0.2");
    Map<String, String> environment = new java.util.HashMap<>(withoutJdk());
    environment.put("JAVA_HOME", old.toString());
    environment.put("MUTUAL_JDK_FOLDERS", old + " " + System.getProperty("java.home"));
    Outcome outcome = run(LAUNCHER, environment, "--version");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("Java 25");
  }

  @Test
  void theNamedJdkComesFirst() throws Exception {
    Path named = fakeJdk("jdk-25", "25.0.1");
    Outcome outcome =
        run(LAUNCHER, Map.of("MUTUAL_JAVA_HOME", named.toString()), "one", "two words");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("fake java").contains("-jar").contains("two words");
  }

  /** Folders to look for a JDK in are replaced, and the path leads to no java. */
  private Map<String, String> withoutJdk() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String program :
        List.of("bash", "env", "readlink", "dirname", "cat", "sed", "head", "find")) {
      Path real = Path.of("/usr/bin", program);
      script(
          bin.resolve(program),
          "exec " + (Files.exists(real) ? real : Path.of("/bin", program)) + " \"$@\"");
    }
    return Map.of(
        "PATH", bin.toString(), "JAVA_HOME", "", "MUTUAL_JAVA_HOME", "", "MUTUAL_JDK_FOLDERS", "");
  }

  private Path fakeJdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    for (String program : List.of("java", "javac")) {
      script(bin.resolve(program), "echo fake java \"$@\"");
    }
    return home;
  }

  private static void script(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Outcome run(Path launcher, Map<String, String> environment, String... args)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/bash", launcher.toString()));
    command.addAll(List.of(args));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("MUTUAL_BUILD", "never");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor(RUN_SECONDS_MAX, TimeUnit.SECONDS)).as("ended in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
