import java.io.DataInputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Checks a release, in a folder laid out as a Maven repository, against what Maven Central requires and what a user of
 * the modules relies on. Prints the licences of all dependencies and each problem; a problem is a failure.
 *
 * <p>The argument is the folder, or several. With {@code --signed} each file must be signed; a module with one
 * signature must have all of them in any case, and each is verified.
 */
final class CheckRelease {

    private static final String GROUP = "io.github.buffer4j";
    private static final String HOME = "https://github.com/buffer4j/buffer4j";
    private static final List<String> ENDINGS = List.of(
            ".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json", "-cyclonedx.xml");
    /* A dependency has one of these, or one of these among those to choose from. */
    private static final Set<String> LICENCES = Set.of(
            "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-1.0", "EPL-2.0", "MIT", "MIT-0");
    private static final int CLASSES_OF_JAVA_17 = 61;

    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> licences = new TreeMap<>();
    private final Set<Path> expected = new TreeSet<>();
    private final XPath xpath = XPathFactory.newInstance().newXPath();
    private final Path folder;
    private final boolean signed;

    private CheckRelease(Path folder, boolean signed) {
        this.folder = folder;
        this.signed = signed;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> folders = new ArrayList<>(List.of(arguments));
        boolean signed = folders.remove("--signed");
        Map<String, String> licences = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        int files = 0;
        for (String folder : folders) {
            var check = new CheckRelease(Path.of(folder), signed);
            check.check();
            licences.putAll(check.licences);
            check.problems.forEach(problem -> problems.add("PROBLEM in " + folder + ": " + problem));
            files += check.expected.size();
        }
        System.out.println("Licences of the dependencies:");
        licences.forEach((dependency, licence) -> System.out.printf("  %-67s %s%n", dependency, licence));
        problems.forEach(System.out::println);
        System.out.printf("%d files, %d problems%n", files, problems.size());
        System.exit(files > 0 && problems.isEmpty() ? 0 : 1);
    }

    private void check() throws Exception {
        Path modules = folder.resolve(GROUP.replace('.', '/'));
        List<String> versions = names(modules.resolve("buffer-core"));
        if (versions.size() != 1 || !versions.equals(names(modules.resolve("buffer-spring-boot-starter")))) {
            problems.add("the modules do not have one version, the same for both");
            return;
        }
        String version = versions.get(0);
        checkModule("buffer-core", version, Set.of("org.jspecify:jspecify"), GROUP, false, Map.of(
                "Implementation-Title", "Buffer4j Core",
                "Bundle-SymbolicName", GROUP,
                "Bundle-Version", version,
                "Export-Package", GROUP + ";version=\"" + version + "\";uses:=\"org.jspecify.annotations\"",
                "Import-Package", "org.jspecify.annotations;version=\"[1.0,2)\";resolution:=optional"));
        checkModule(
                "buffer-spring-boot-starter",
                version,
                Set.of(GROUP + ":buffer-core", "org.jspecify:jspecify", "org.springframework.boot:spring-boot-starter"),
                GROUP + ".spring",
                true,
                Map.of("Implementation-Title", "Buffer4j Spring Boot Starter"));
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .filter(file -> !expected.contains(file))
                    .sorted()
                    .forEach(file -> problems.add(file + " is no file of the release"));
        }
    }

    private void checkModule(
            String artifact,
            String version,
            Set<String> dependencies,
            String moduleName,
            boolean automatic,
            Map<String, String> manifest)
            throws Exception {
        Path start = folder.resolve(GROUP.replace('.', '/')).resolve(artifact).resolve(version);
        boolean withSignatures = signed || names(start).stream().anyMatch(name -> name.endsWith(".asc"));
        boolean complete = true;
        for (String ending : ENDINGS) {
            Path file = start.resolve(artifact + "-" + version + ending);
            complete &= checkFile(file, withSignatures);
        }
        if (!complete) {
            return;
        }
        String prefix = start.resolve(artifact + "-" + version).toString();
        Set<String> direct = checkPom(Path.of(prefix + ".pom"), artifact, version, dependencies);
        checkJar(Path.of(prefix + ".jar"), version, moduleName, automatic, manifest);
        checkSources(Path.of(prefix + "-sources.jar"), Path.of(prefix + ".jar"));
        require(
                entries(Path.of(prefix + "-javadoc.jar")).stream()
                        .anyMatch(name -> name.endsWith("package-summary.html")),
                "%s-%s-javadoc.jar has no page of a package", artifact, version);
        checkBill(Path.of(prefix + "-cyclonedx.xml"), artifact, version, direct);
        String json = Files.readString(Path.of(prefix + "-cyclonedx.json"));
        require(
                json.contains("\"pkg:maven/" + GROUP + "/" + artifact + "@" + version + "?type=jar\""),
                "%s-%s-cyclonedx.json is of another module", artifact, version);
    }

    /* Returns whether the file exists. */
    private boolean checkFile(Path file, boolean withSignature) throws Exception {
        if (!Files.exists(file)) {
            problems.add(file.getFileName() + " is missing");
            return false;
        }
        expect(file);
        checkSum(file, "MD5", ".md5");
        checkSum(file, "SHA-1", ".sha1");
        Path signature = Path.of(file + ".asc");
        if (withSignature && !Files.exists(signature)) {
            problems.add(file.getFileName() + " has no signature");
        } else if (withSignature) {
            expect(signature);
            int status = new ProcessBuilder("gpg", "--batch", "--verify", signature.toString(), file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            require(status == 0, "%s does not have the signature beside it", file.getFileName());
        }
        return true;
    }

    /* Maven writes sums of signatures, too; Central does not ask for them. */
    private void expect(Path file) {
        for (String ending : List.of("", ".md5", ".sha1")) {
            expected.add(folder.relativize(Path.of(file + ending)));
        }
    }

    private void checkSum(Path file, String algorithm, String ending) throws IOException, GeneralSecurityException {
        Path sum = Path.of(file + ending);
        if (!Files.exists(sum)) {
            problems.add(sum.getFileName() + " is missing");
            return;
        }
        byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
        require(
                Files.readString(sum).strip().equals(HexFormat.of().formatHex(digest)),
                "%s is not the sum of its file", sum.getFileName());
    }

    /* Returns the dependencies, as group:artifact:version. */
    private Set<String> checkPom(Path file, String artifact, String version, Set<String> dependencies)
            throws Exception {
        String text = Files.readString(file);
        require(!text.contains("SNAPSHOT"), "the POM of %s names a snapshot", artifact);
        require(!text.contains("${"), "the POM of %s has an expression", artifact);
        Document pom = parse(file);
        for (String path : List.of(
                "name",
                "description",
                "licenses/license[name and url]",
                "developers/developer[name and url]",
                "scm/connection",
                "scm/developerConnection",
                "issueManagement/url")) {
            require(!text(pom, "/project/" + path).isBlank(), "the POM of %s has no %s", artifact, path);
        }
        Map<String, String> values = Map.of(
                "groupId", GROUP, "artifactId", artifact, "version", version, "url", HOME, "scm/url", HOME);
        values.forEach((path, value) -> require(
                text(pom, "/project/" + path).equals(value),
                "the POM of %s does not have the %s %s", artifact, path, value));
        for (String path : List.of(
                "parent",
                "build",
                "profiles",
                "repositories",
                "pluginRepositories",
                "distributionManagement",
                "dependencyManagement",
                "dependencies/dependency[scope='test']",
                "dependencies/dependency[not(version)]")) {
            require(nodes(pom, "/project/" + path).isEmpty(), "the POM of %s has %s", artifact, path);
        }
        List<Node> required = nodes(pom, "/project/dependencies/dependency[not(optional='true')]");
        Set<String> found = required.stream()
                .map(node -> text(node, "groupId") + ":" + text(node, "artifactId"))
                .collect(Collectors.toCollection(TreeSet::new));
        require(found.equals(dependencies), "the POM of %s requires %s", artifact, found);
        require(
                nodes(pom, "/project/dependencies/dependency[groupId='" + GROUP + "']").stream()
                        .allMatch(node -> text(node, "version").equals(version)),
                "the POM of %s requires another version of a module", artifact);
        return nodes(pom, "/project/dependencies/dependency").stream()
                .map(node -> text(node, "groupId") + ":" + text(node, "artifactId") + ":" + text(node, "version"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void checkJar(
            Path file, String version, String moduleName, boolean automatic, Map<String, String> manifest)
            throws Exception {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest found = jar.getManifest();
            if (found == null) {
                problems.add(file.getFileName() + " has no manifest");
                return;
            }
            Map<String, String> wanted = new TreeMap<>(manifest);
            wanted.put("Implementation-Version", version);
            wanted.put("Implementation-Vendor", "Buffer4j contributors");
            wanted.put("Bundle-License", "Apache-2.0");
            wanted.put("Build-Jdk-Spec", "17");
            wanted.forEach((name, value) -> {
                String actual = found.getMainAttributes().getValue(name);
                require(value.equals(actual), "%s has %s: %s", file.getFileName(), name, actual);
            });
            for (ZipEntry entry : jar.stream().toList()) {
                require(
                        entry.getName().matches("META-INF/.*|io/(github/(buffer4j/.*)?)?|module-info\\.class"),
                        "%s has %s", file.getFileName(), entry.getName());
                if (entry.getName().endsWith(".class")) {
                    try (var in = new DataInputStream(jar.getInputStream(entry))) {
                        in.skipNBytes(6);
                        require(
                                in.readUnsignedShort() == CLASSES_OF_JAVA_17,
                                "%s is not of Java 17", entry.getName());
                    }
                }
            }
        }
        require(entries(file).contains("META-INF/LICENSE"), "%s has no licence", file.getFileName());
        ModuleDescriptor module =
                ModuleFinder.of(file).findAll().iterator().next().descriptor();
        require(
                module.name().equals(moduleName) && module.isAutomatic() == automatic,
                "%s is the module %s", file.getFileName(), module.toNameAndVersion());
        if (!automatic) {
            Set<String> exports = module.exports().stream().map(Object::toString).collect(Collectors.toSet());
            require(exports.equals(Set.of(GROUP)), "%s exports %s", file.getFileName(), exports);
        }
    }

    private void checkSources(Path sources, Path jar) throws IOException {
        Set<String> found = entries(sources);
        Set<String> classes = entries(jar).stream()
                .filter(name -> name.endsWith(".class"))
                .map(name -> name.replaceFirst("(\\$.*)?\\.class$", ".java"))
                .collect(Collectors.toCollection(TreeSet::new));
        require(!classes.isEmpty(), "%s has no class", jar.getFileName());
        require(found.contains("META-INF/LICENSE"), "%s has no licence", sources.getFileName());
        classes.removeAll(found);
        classes.forEach(name -> problems.add(sources.getFileName() + " has no " + name));
    }

    private void checkBill(Path file, String artifact, String version, Set<String> direct) throws Exception {
        Document bill = parse(file);
        String self = text(bill, "/bom/metadata/component/@bom-ref");
        require(
                self.equals("pkg:maven/" + GROUP + "/" + artifact + "@" + version + "?type=jar"),
                "the bill of materials of %s is of %s", artifact, self);
        Set<String> dependencies = nodes(bill, "/bom/dependencies/dependency[@ref='" + self + "']/dependency").stream()
                .map(node -> text(node, "@ref").replaceAll("^pkg:maven/|\\?.*$", "").replaceAll("[/@]", ":"))
                .collect(Collectors.toCollection(TreeSet::new));
        require(dependencies.equals(direct), "the bill of materials of %s has %s", artifact, dependencies);
        for (Node component : nodes(bill, "/bom/components/component")) {
            String name = text(component, "group") + ":" + text(component, "name") + ":" + text(component, "version");
            String path = "licenses/license/id | licenses/license/name | licenses/expression";
            Set<String> choice = nodes(component, path).stream()
                    .flatMap(node -> Stream.of(node.getTextContent().split(" OR ")))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!name.startsWith(GROUP + ":")) {
                licences.put(name, String.join(" or ", choice));
            }
            require(
                    choice.stream().anyMatch(LICENCES::contains),
                    "%s has no licence that is allowed: %s", name, choice);
        }
    }

    private void require(boolean condition, String problem, Object... values) {
        if (!condition) {
            problems.add(String.format(problem, values));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Set<String> entries(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream().map(ZipEntry::getName).collect(Collectors.toSet());
        }
    }

    private static Document parse(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    private String text(Node node, String path) {
        return nodes(node, path).stream().map(Node::getTextContent).findFirst().orElse("");
    }

    private List<Node> nodes(Node node, String path) {
        try {
            NodeList nodes = (NodeList) xpath.evaluate(path, node, XPathConstants.NODESET);
            return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).toList();
        } catch (XPathException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
