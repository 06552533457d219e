package mutual.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import java.nio.file.Path;
import mutual.app.Cli;
import mutual.app.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour itself, and the demo's folder and ports. */
final class TourTest {
  @TempDir Path folder;

  @Test
  void everySceneComesOutAsItShouldAndNotACentIsMissing() {
    Struct.Builder tour = Cli.json(Struct.newBuilder(), "demo", "--tour");
    assertThat(tour.getFieldsOrThrow("balanced").getBoolValue()).isTrue();
    assertThat(tour.getFieldsOrThrow("scenes").getListValue().getValuesList())
        .hasSizeGreaterThanOrEqualTo(9)
        .allMatch(scene -> scene.getStructValue().getFieldsOrThrow("passed").getBoolValue());
  }

  @Test
  void theSecondTourFindsTheFirstOnesData() {
    Path data = folder.resolve("town");
    Cli.text("demo", "--tour", "--data", data.toString());
    String second = Cli.text("demo", "--tour", "--data", data.toString());
    assertThat(second).contains("Not a cent is missing.");
    assertThat(second.lines().skip(1).findFirst().orElseThrow())
        .as("the books go on where they were")
        .doesNotContain("customers 19685.50");
  }

  @Test
  void oneFolderTakesOneDemo() {
    try (DemoFolder held = DemoFolder.open(folder.resolve("town"), false)) {
      held.announce("http://127.0.0.1:7800/");
      Cli.Outcome second =
          Cli.run("demo", "--no-open", "--data", held.path().toString(), "--port-base", "0");
      assertThat(second.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
      assertThat(second.err()).contains("already running").contains("http://127.0.0.1:7800/");
    }
  }

  @Test
  void aFolderWithOtherThingsInItIsLeftAlone() throws Exception {
    java.nio.file.Files.writeString(folder.resolve("thesis.txt"), "years of work");
    Cli.Outcome refused =
        Cli.run("demo", "--fresh", "--no-open", "--data", folder.toString(), "--port-base", "0");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
    assertThat(folder.resolve("thesis.txt")).exists();
  }

  @Test
  void aTakenPortIsNamedWithAWayOut() throws Exception {
    try (java.net.ServerSocket taken =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Cli.Outcome refused =
          Cli.run(
              "demo",
              "--no-open",
              "--data",
              folder.resolve("town").toString(),
              "--port-base",
              Integer.toString(taken.getLocalPort()));
      assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
      assertThat(refused.err())
          .contains("port " + taken.getLocalPort() + " is in use")
          .contains("--port-base");
    }
  }
}
