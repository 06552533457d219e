package mutual.app;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import mutual.middleware.SecretFiles;

/** A small file of names and values in a data folder, replaced as a whole. */
public final class PropertiesFile {
  private final Path file;
  private final Properties values;

  private PropertiesFile(Path file, Properties values) {
    this.file = file;
    this.values = values;
  }

  /** Empty if there is no such file. */
  public static Optional<PropertiesFile> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      values.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(new PropertiesFile(file, values));
  }

  public static void write(Path file, Map<String, ?> values, String comment) {
    Properties texts = new Properties();
    values.forEach((name, value) -> texts.setProperty(name, value.toString()));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      SecretFiles.makeFolder(file.toAbsolutePath().resolveSibling(""));
      try (Writer writer = Files.newBufferedWriter(fresh)) {
        texts.store(writer, comment);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String text(String name) {
    String value = values.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new CommandFailure(ExitCode.ENVIRONMENT, file + " has no value for " + name);
    }
    return value.strip();
  }

  public long number(String name) {
    String value = text(name);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new CommandFailure(
          ExitCode.ENVIRONMENT, file + ": " + name + " is not a number: " + value, e);
    }
  }
}
