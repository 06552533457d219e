package mutual.buildtools;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the floors of ARCHITECTURE.md: what each module may lean on, and nothing else. */
final class ArchitectureTest {
  /** Module package to the module packages it may use, besides itself. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("contracts", Set.of()),
          Map.entry("middleware", Set.of("contracts")),
          Map.entry("pages", Set.of()),
          Map.entry("ledger", Set.of()),
          Map.entry("journal", Set.of()),
          Map.entry("bank", Set.of("ledger", "journal")),
          Map.entry(
              "bankserver",
              Set.of("bank", "ledger", "journal", "middleware", "contracts", "pages")),
          Map.entry("cashmachine", Set.of("middleware", "contracts", "pages", "journal")),
          Map.entry("overlay", Set.of("contracts", "middleware")),
          Map.entry("files", Set.of("overlay", "contracts", "middleware")),
          Map.entry("peer", Set.of("files", "overlay", "contracts", "middleware", "pages")),
          Map.entry(
              "simulation",
              Set.of(
                  "bank",
                  "ledger",
                  "journal",
                  "bankserver",
                  "cashmachine",
                  "middleware",
                  "contracts")),
          Map.entry(
              "benchmarks",
              Set.of(
                  "bank",
                  "ledger",
                  "journal",
                  "bankserver",
                  "cashmachine",
                  "files",
                  "overlay",
                  "middleware",
                  "contracts")),
          Map.entry(
              "app",
              Set.of(
                  "bank",
                  "ledger",
                  "journal",
                  "bankserver",
                  "cashmachine",
                  "files",
                  "overlay",
                  "peer",
                  "middleware",
                  "contracts",
                  "pages",
                  "simulation",
                  "benchmarks")));

  private static final JavaClasses CLASSES = load();

  private static JavaClasses load() {
    List<Path> folders = new ArrayList<>();
    for (Path pom : SourceTree.filesEndingWith("pom.xml")) {
      Path classes = pom.resolveSibling("target/classes/mutual");
      if (Files.isDirectory(classes)) {
        folders.add(classes);
      }
    }
    return new ClassFileImporter().importPaths(folders);
  }

  static Set<String> modules() {
    return MAY_USE.keySet();
  }

  @Test
  void everyModuleIsOnAFloor() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      found.add(moduleOf(type));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void usesOnlyWhatIsBelow(String module) {
    Set<String> allowed = MAY_USE.get(module);
    classes()
        .that(belongTo(module))
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are in " + module + " or one of " + allowed + ", or not ours",
                type ->
                    !isOurs(type)
                        || moduleOf(type).equals(module)
                        || (allowed != null && allowed.contains(moduleOf(type)))))
        .check(CLASSES);
  }

  @Test
  void noModulesLeanOnEachOther() {
    slices().matching("mutual.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** A core takes its time and ids from the commands, or a replay would give another state. */
  @Test
  void coresAreDeterministic() {
    for (String core : List.of("ledger", "bank")) {
      noClasses()
          .that(belongTo(core))
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are clocks, random numbers, threads, files or sockets",
                  type ->
                      type.getName().equals("java.util.Random")
                          || type.getName().equals("java.security.SecureRandom")
                          || type.getName().equals("java.lang.Thread")
                          || type.getPackageName().startsWith("java.util.concurrent")
                          || type.getPackageName().startsWith("java.time.")
                          || type.getName().equals("java.time.Clock")
                          || type.getName().equals("java.time.Instant")
                          || type.getPackageName().startsWith("java.nio.file")
                          || type.getPackageName().startsWith("java.net")))
          .check(CLASSES);
      noClasses()
          .that(belongTo(core))
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID")
          .check(CLASSES);
    }
  }

  /** Only the middleware and those who declare services may know what carries the messages. */
  @Test
  void coresKnowNoNetworkLibrary() {
    for (String core : List.of("ledger", "bank", "journal")) {
      noClasses()
          .that(belongTo(core))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.linecorp..", "io.grpc..", "io.netty..", "com.google.protobuf..")
          .check(CLASSES);
    }
  }

  private static DescribedPredicate<JavaClass> belongTo(String module) {
    return DescribedPredicate.describe(
        "belong to " + module, type -> isOurs(type) && moduleOf(type).equals(module));
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith("mutual.");
  }

  private static String moduleOf(JavaClass type) {
    return type.getPackageName().split("\\.", -1)[1];
  }
}
