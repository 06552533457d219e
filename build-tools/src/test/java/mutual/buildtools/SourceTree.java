package mutual.buildtools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The files of this repository that people write: everything but build output and Git's own. */
final class SourceTree {
  static final Path ROOT =
      Path.of(System.getProperty("mutual.root", "..")).toAbsolutePath().normalize();

  private static final Set<String> FOLDERS_LEFT_OUT =
      Set.of("target", ".git", ".idea", ".vscode", "node_modules", "demo-data");

  private SourceTree() {}

  /** One line of a file that should not be there. */
  record Finding(Path file, int line, String what) {
    @Override
    public String toString() {
      return relative(file) + ":" + line + ": " + what;
    }
  }

  static Path relative(Path file) {
    return ROOT.relativize(file);
  }

  static List<Path> filesEndingWith(String... endings) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return FOLDERS_LEFT_OUT.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              for (String ending : endings) {
                if (file.getFileName().toString().endsWith(ending)) {
                  files.add(file);
                  break;
                }
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  static List<Path> javaFiles() {
    return filesEndingWith(".java");
  }

  static boolean isTest(Path file) {
    return relative(file).toString().contains("src/test/");
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
