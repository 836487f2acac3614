import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the library with a JDK of 11 or later and nothing else:
 *
 * <pre>
 * java Build.java              target/issuary-VERSION.jar, -sources.jar and -javadoc.jar
 * java Build.java test         the unit tests, with the vectors of ISSUARY_VECTORS
 * java Build.java first-day    a merchant's first day, as npm run test:sdks sets it up
 * </pre>
 */
public class Build {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TEST = Path.of("src/test/java");
  private static final Path TARGET = Path.of("target");

  public static void main(String[] args) throws Exception {
    if (!Files.exists(MAIN))
      throw new IllegalStateException("run this in its own folder: cd clients/java");
    String command = args.length == 0 ? "jar" : args[0];
    switch (command) {
      case "jar":
        jars();
        break;
      case "test":
        System.exit(test("com.issuary.Tests"));
        break;
      case "first-day":
        System.exit(test("com.issuary.FirstDay"));
        break;
      default:
        System.err.println("unknown command " + command + ": jar, test or first-day");
        System.exit(2);
    }
  }

  private static void jars() throws IOException {
    delete(TARGET);
    Path classes = TARGET.resolve("classes");
    compile(classes);
    String name = "target/issuary-" + version();
    tool(
        "jar",
        "--create",
        "--file",
        name + ".jar",
        "-C",
        classes.toString(),
        ".",
        "-C",
        ".",
        "LICENSE");
    tool("jar", "--create", "--file", name + "-sources.jar", "-C", MAIN.toString(), ".");
    List<String> options =
        List.of("-quiet", "-Xdoclint:all,-missing", "--release", "11", "-d", "target/javadoc");
    tool("javadoc", concat(options, sources(MAIN)));
    tool("jar", "--create", "--file", name + "-javadoc.jar", "-C", "target/javadoc", ".");
    for (String kind : List.of("", "-sources", "-javadoc"))
      System.out.println(Path.of(name + kind + ".jar"));
  }

  /**
   * The tests are in the library's package and are compiled into it, so they run from the class
   * path.
   */
  private static int test(String mainClass) throws Exception {
    Path folder = Files.createTempDirectory("issuary-java");
    try {
      Path classes = folder.resolve("classes");
      Path tests = folder.resolve("tests");
      compile(classes);
      List<String> options =
          List.of(
              "--release",
              "11",
              "-Xlint:all",
              "-Werror",
              "-cp",
              classes.toString(),
              "-d",
              tests.toString());
      tool("javac", concat(options, sources(TEST)));
      tool("javac", concat(options, programsOfReadme(folder)));
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String classPath = classes + System.getProperty("path.separator") + tests;
      return new ProcessBuilder(java, "-cp", classPath, mainClass).inheritIO().start().waitFor();
    } finally {
      delete(folder);
    }
  }

  private static void compile(Path classes) throws IOException {
    tool(
        "javac",
        concat(
            List.of("--release", "11", "-Xlint:all", "-Werror", "-d", classes.toString()),
            sources(MAIN)));
  }

  private static List<String> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".java"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  /** The programs of README.md, so that they compile as long as they are there. */
  private static List<String> programsOfReadme(Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    Matcher program =
        Pattern.compile("```java\n(import .*?public class (\\w+) .*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    while (program.find()) {
      Path file = folder.resolve("readme").resolve(program.group(2) + ".java");
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, program.group(1)).toString());
    }
    return files;
  }

  private static String version() throws IOException {
    Matcher version =
        Pattern.compile("VERSION = \"([^\"]+)\"")
            .matcher(Files.readString(MAIN.resolve("com/issuary/Version.java")));
    if (!version.find()) throw new IllegalStateException("Version.java has no version");
    return version.group(1);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) return;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).collect(Collectors.toList()))
        Files.delete(file);
    }
  }

  private static String[] concat(List<String> options, List<String> files) {
    List<String> all = new ArrayList<>(options);
    all.addAll(files);
    return all.toArray(new String[0]);
  }

  private static void tool(String name, String... args) {
    ToolProvider tool =
        ToolProvider.findFirst(name)
            .orElseThrow(() -> new IllegalStateException("a JDK is needed: there is no " + name));
    if (tool.run(System.out, System.err, args) == 0) return;
    System.err.println(name + " failed");
    System.exit(1);
  }
}
