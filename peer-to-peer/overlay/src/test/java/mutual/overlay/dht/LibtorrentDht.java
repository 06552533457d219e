package mutual.overlay.dht;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A libtorrent session in a Python process of its own, driven line by line. */
final class LibtorrentDht implements AutoCloseable {
  private static final String SCRIPT = "libtorrent_dht.py";

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  LibtorrentDht(Path folder, String address) throws IOException {
    Path script = folder.resolve(SCRIPT);
    if (!Files.exists(script)) {
      try (InputStream source =
          Objects.requireNonNull(LibtorrentDht.class.getResourceAsStream(SCRIPT))) {
        long _ = Files.copy(source, script);
      }
    }
    // Debian's own Python is the one that has Debian's libtorrent.
    process =
        new ProcessBuilder("/usr/bin/python3", script.toString(), address)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    commands = new OutputStreamWriter(process.getOutputStream(), UTF_8);
    answers = process.inputReader(UTF_8);
  }

  String ask(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) {
      line.append(word).append(' ');
    }
    try {
      commands.write(line + "\n");
      commands.flush();
      @Nullable String answer = answers.readLine();
      if (answer == null) {
        throw new AssertionError("libtorrent ended at: " + line);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("libtorrent ended at: " + line, e);
    }
  }

  int port() {
    return Integer.parseInt(ask("port"));
  }

  int nodes() {
    return Integer.parseInt(ask("nodes"));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
