package mutual.buildtools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mutual.buildtools.SourceTree.Finding;
import org.junit.jupiter.api.Test;

/** Reads every source file and looks for what should not be left lying about. */
final class TidinessTest {
  private static final int JAVA_FILE_LINES_MAX = 500;
  private static final int LINE_COLUMNS_MAX = 100;

  /** Where printing is the program's job. */
  private static final Pattern COMMAND_LINE_PROGRAM =
      Pattern.compile("(app|benchmarks)/src/main/java/.*");

  /** A test's own process, which tells the test by printing how far it is. */
  private static final String PROCESS_OF_ITS_OWN = "static void main(";

  private static final String[] TEXT_FILES = {
    ".java", ".xml", ".md", ".proto", ".jte", ".js", ".mjs", ".css", ".py", ".sh", "mutual"
  };

  private static final Pattern VAGUE_NAME =
      Pattern.compile("\\w+(Impl|Manager|Utils?|Helpers?|Data|Info)\\.java");

  // Put together from halves so that this file does not find itself.
  private static final Pattern LEFTOVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern SKIPPED = Pattern.compile("@Dis" + "abled\\b");
  private static final Pattern SLEEP = Pattern.compile("\\.sl" + "eep\\(");
  private static final Pattern PRINT = Pattern.compile("System\\.(o" + "ut|e" + "rr)\\b");
  private static final Pattern STACK_TRACE =
      Pattern.compile("\\.printStack" + "Trace\\(\\)|@Suppress" + "Warnings\\(\"NullAway");
  private static final Pattern FOREIGN_PATH =
      Pattern.compile("(?<![\\w.])/(work|home/\\w+|Users/\\w+)/\\w|/tmp" + "/wt\\b");

  @Test
  void javaSourcesAreFormatted() {
    Formatter formatter =
        new Formatter(
            com.google.googlejavaformat.java.JavaFormatterOptions.builder()
                .style(Style.GOOGLE)
                .build());
    List<Path> unformatted =
        SourceTree.javaFiles().parallelStream()
            .filter(file -> !isFormatted(formatter, SourceTree.read(file)))
            .map(SourceTree::relative)
            .sorted()
            .toList();
    assertThat(unformatted).as("files to be formatted; run ./mutual format").isEmpty();
  }

  private static boolean isFormatted(Formatter formatter, String source) {
    try {
      String ordered = ImportOrderer.reorderImports(source, Style.GOOGLE);
      return formatter
          .formatSource(RemoveUnusedImports.removeUnusedImports(ordered))
          .equals(source);
    } catch (FormatterException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingIsLeftForLater() {
    assertThat(linesOfTextMatching(LEFTOVER)).isEmpty();
  }

  @Test
  void noTestIsSkipped() {
    assertThat(linesMatching(SKIPPED, SourceTree::isTest)).isEmpty();
  }

  @Test
  void testsAwaitConditionsInsteadOfSleeping() {
    assertThat(linesMatching(SLEEP, SourceTree::isTest)).isEmpty();
  }

  @Test
  void onlyCommandLineProgramsPrint() {
    assertThat(linesMatching(PRINT, file -> !mayPrint(file))).isEmpty();
  }

  private static boolean mayPrint(Path file) {
    return SourceTree.isTest(file)
        ? SourceTree.read(file).contains(PROCESS_OF_ITS_OWN)
        : COMMAND_LINE_PROGRAM.matcher(SourceTree.relative(file).toString()).matches();
  }

  @Test
  void errorsAreLoggedAndNullnessIsNotSilenced() {
    assertThat(linesMatching(STACK_TRACE, _ -> true)).isEmpty();
  }

  @Test
  void nothingNamesAPlaceOnOneMachineOnly() {
    assertThat(linesOfTextMatching(FOREIGN_PATH)).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<Path> bare = new TreeSet<>();
    for (Path file : SourceTree.javaFiles()) {
      Path folder = file.resolveSibling("");
      // A package's tests may lean on the description that the package itself has.
      Path main = Path.of(folder.toString().replace("/src/test/java/", "/src/main/java/"));
      boolean marked =
          List.of(folder, main).stream()
              .map(place -> place.resolve("package-info.java"))
              .anyMatch(
                  info -> Files.exists(info) && SourceTree.read(info).contains("@NullMarked"));
      if (!marked) {
        bare.add(SourceTree.relative(folder));
      }
    }
    assertThat(bare).as("packages without a @NullMarked package-info.java").isEmpty();
  }

  @Test
  void filesStayReadable() {
    List<String> tooLong = new ArrayList<>();
    List<Finding> tooWide = new ArrayList<>();
    for (Path file : SourceTree.javaFiles()) {
      List<String> lines = SourceTree.read(file).lines().toList();
      if (lines.size() > JAVA_FILE_LINES_MAX) {
        tooLong.add(SourceTree.relative(file) + " has " + lines.size() + " lines");
      }
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (line.codePointCount(0, line.length()) > LINE_COLUMNS_MAX
            && !line.startsWith("import ")
            && !line.contains("http")) {
          tooWide.add(new Finding(file, i + 1, "wider than " + LINE_COLUMNS_MAX + " columns"));
        }
      }
    }
    assertThat(tooLong).isEmpty();
    assertThat(tooWide).isEmpty();
  }

  @Test
  void namesSayWhatThingsAre() {
    assertThat(SourceTree.javaFiles())
        .map(file -> file.getFileName().toString())
        .noneMatch(name -> VAGUE_NAME.matcher(name).matches());
  }

  @Test
  void linksInDocumentsLeadSomewhere() {
    Pattern link = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    List<Finding> broken = new ArrayList<>();
    for (Path file : SourceTree.filesEndingWith(".md")) {
      List<String> lines = SourceTree.read(file).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        Matcher matcher = link.matcher(lines.get(i));
        while (matcher.find()) {
          String target = matcher.group(1).replaceFirst("#.*", "");
          if (!target.isEmpty()
              && !target.contains("://")
              && !target.startsWith("mailto:")
              && !Files.exists(file.resolveSibling(target))) {
            broken.add(new Finding(file, i + 1, "no file " + target));
          }
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyDocumentIsInTheIndex() {
    Path docs = SourceTree.ROOT.resolve("docs");
    String index = SourceTree.read(docs.resolve("README.md"));
    assertThat(SourceTree.filesEndingWith(".md"))
        .filteredOn(file -> docs.equals(file.getParent()))
        .map(file -> file.getFileName().toString())
        .allMatch(name -> name.equals("README.md") || index.contains("(" + name + ")"));
  }

  private static List<Finding> linesOfTextMatching(Pattern pattern) {
    List<Finding> findings = new ArrayList<>();
    SourceTree.filesEndingWith(TEXT_FILES).forEach(file -> findings.addAll(matches(file, pattern)));
    return findings;
  }

  private static List<Finding> linesMatching(Pattern pattern, Predicate<Path> where) {
    List<Finding> findings = new ArrayList<>();
    for (Path file : SourceTree.javaFiles()) {
      if (where.test(file)) {
        findings.addAll(matches(file, pattern));
      }
    }
    return findings;
  }

  private static List<Finding> matches(Path file, Pattern pattern) {
    List<Finding> findings = new ArrayList<>();
    List<String> lines = SourceTree.read(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = pattern.matcher(lines.get(i));
      if (matcher.find()) {
        findings.add(new Finding(file, i + 1, matcher.group()));
      }
    }
    return findings;
  }
}
