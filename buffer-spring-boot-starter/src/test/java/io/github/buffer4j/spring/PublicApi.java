package io.github.buffer4j.spring;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.SpringAsmInfo;

/**
 * The types and members that callers can use, one line each: those that are public or protected, with their generic
 * signatures, exceptions, nullness, constants and defaults. Members that a type inherits from one that callers cannot
 * name are its own.
 */
final class PublicApi {

    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals(Object)", "hashCode()", "toString()");

    private static final Set<Class<?>> IMPLIED = Set.of(Object.class, Enum.class, Record.class, Annotation.class);

    private final Class<?> type;
    private final ApiNames names;

    private PublicApi(Class<?> type) {
        this.type = type;
        this.names = new ApiNames(type.getPackageName());
    }

    /** Returns the lines of a module, sorted. */
    static List<String> ofModule(Path folder) throws IOException, ReflectiveOperationException, URISyntaxException {
        SortedSet<String> lines = new TreeSet<>();
        Path sources = folder.resolve("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(PublicApi::hasType).toList()) {
                String name = sources.relativize(file).toString();
                Class<?> type = Class.forName(
                        name.replaceAll("\\.java$", "").replaceAll("[/\\\\]", "."),
                        false,
                        PublicApi.class.getClassLoader());
                if (Modifier.isPublic(type.getModifiers())) {
                    lines.addAll(surroundings(type));
                    lines.addAll(ofType(type));
                }
            }
        }
        return List.copyOf(lines);
    }

    /** Returns the lines of a type and of those that are nested in it. */
    static List<String> ofType(Class<?> type) throws IOException {
        List<String> lines = new ArrayList<>();
        PublicApi api = new PublicApi(type);
        for (String line : api.lines()) {
            lines.add(type.getCanonicalName() + ": " + line);
        }
        for (Class<?> nested : type.getDeclaredClasses()) {
            if (api.isVisible(nested.getModifiers())) {
                lines.addAll(ofType(nested));
            }
        }
        return lines;
    }

    private static boolean hasType(Path file) {
        return file.toString().endsWith(".java")
                && !file.getFileName().toString().contains("-info");
    }

    private static List<String> surroundings(Class<?> type) throws URISyntaxException {
        List<String> lines = new ArrayList<>();
        String annotations = new ApiNames("").annotations(type.getPackage());
        lines.add("package " + type.getPackageName() + ": " + annotations.strip());
        Path classes =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        for (ModuleReference reference : ModuleFinder.of(classes).findAll()) {
            ModuleDescriptor module = reference.descriptor();
            if (!module.isAutomatic()) {
                module.exports().forEach(exports -> lines.add("module " + module.name() + ": exports " + exports));
                for (Requires requires : module.requires()) {
                    SortedSet<Requires.Modifier> modifiers = new TreeSet<>(requires.modifiers());
                    if (!modifiers.contains(Requires.Modifier.MANDATED)) {
                        lines.add("module " + module.name() + ": requires " + requires.name() + " " + modifiers);
                    }
                }
            }
        }
        return lines;
    }

    private List<String> lines() throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("", declaration());
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor)) {
                members.put(key(constructor), ofConstructor(constructor));
            }
        }
        for (Class<?> declaring : withHiddenSupertypes(type)) {
            for (Method method : declaring.getDeclaredMethods()) {
                if (isVisible(method) && !isImplied(method)) {
                    members.putIfAbsent(key(method), ofMethod(method));
                }
            }
            for (Field field : declaring.getDeclaredFields()) {
                if (isVisible(field)) {
                    members.putIfAbsent(field.getName(), ofField(field));
                }
            }
        }
        return List.copyOf(members.values());
    }

    private boolean isVisible(Member member) {
        return !member.isSynthetic() && isVisible(member.getModifiers());
    }

    private boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers)
                || (Modifier.isProtected(modifiers) && !Modifier.isFinal(type.getModifiers()));
    }

    private boolean isImplied(Method method) {
        return OF_EVERY_OBJECT.contains(key(method))
                || (type.isEnum() && Set.of("values()", "valueOf(String)").contains(key(method)));
    }

    private String declaration() {
        String kind = type.isAnnotation()
                ? "@interface "
                : type.isInterface() ? "interface " : type.isEnum() ? "enum " : type.isRecord() ? "record " : "class ";
        int shown = Modifier.PUBLIC | Modifier.PROTECTED;
        if (kind.equals("class ")) {
            shown |= Modifier.ABSTRACT | Modifier.FINAL | (type.isMemberClass() ? Modifier.STATIC : 0);
        }
        SortedSet<String> supertypes = new TreeSet<>();
        addSupertypes(type, supertypes);
        return names.annotations(type)
                + modifiers(type.getModifiers() & shown)
                + (type.isSealed() && !type.isEnum() ? "sealed " : "")
                + kind
                + type.getSimpleName()
                + typeParameters(type)
                + (supertypes.isEmpty() ? "" : " extends " + String.join(", ", supertypes));
    }

    private String ofConstructor(Constructor<?> constructor) {
        return names.annotations(constructor)
                + modifiers(constructor.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED))
                + typeParameters(constructor)
                + type.getSimpleName()
                + parameters(constructor)
                + exceptions(constructor);
    }

    private String ofMethod(Method method) {
        int shown = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT;
        if (!Modifier.isFinal(type.getModifiers())) {
            shown |= Modifier.FINAL;
        }
        String typeParameters = typeParameters(method);
        Object defaultValue = method.getDefaultValue();
        return names.annotations(method)
                + modifiers(method.getModifiers() & shown)
                + (method.isDefault() ? "default " : "")
                + (typeParameters.isEmpty() ? "" : typeParameters + " ")
                + names.type(method.getAnnotatedReturnType())
                + " "
                + method.getName()
                + parameters(method)
                + exceptions(method)
                + (defaultValue == null ? "" : " default " + names.value(defaultValue));
    }

    private String ofField(Field field) throws IOException {
        String annotations = names.annotations(field);
        if (field.isEnumConstant()) {
            return annotations + "enum constant " + field.getName();
        }
        int shown = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL;
        String line = annotations
                + modifiers(field.getModifiers() & shown)
                + names.type(field.getAnnotatedType())
                + " "
                + field.getName();
        Object constant = constants(field.getDeclaringClass()).get(field.getName());
        return constant == null ? line : line + " = " + names.value(constant);
    }

    /* Reflection does not tell the constants that the compiler copies to callers from values that are computed. */
    private static Map<String, Object> constants(Class<?> type) throws IOException {
        Map<String, Object> constants = new HashMap<>();
        String file = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream classFile = requireNonNull(type.getResourceAsStream(file))) {
            ClassVisitor visitor = new ClassVisitor(SpringAsmInfo.ASM_VERSION) {

                @Override
                public @Nullable FieldVisitor visitField(
                        int access, String name, String descriptor, String signature, Object value) {
                    if (value != null) {
                        constants.put(name, value);
                    }
                    return null;
                }
            };
            new ClassReader(classFile).accept(visitor, ClassReader.SKIP_CODE);
        }
        return constants;
    }

    private String parameters(Executable executable) {
        String parameters = Arrays.stream(executable.getAnnotatedParameterTypes())
                .map(names::type)
                .collect(joining(", ", "(", ")"));
        return executable.isVarArgs() ? parameters.replaceFirst("\\[]\\)$", "...)") : parameters;
    }

    private String exceptions(Executable executable) {
        AnnotatedType[] exceptions = executable.getAnnotatedExceptionTypes();
        return exceptions.length == 0
                ? ""
                : Arrays.stream(exceptions).map(names::type).sorted().collect(joining(", ", " throws ", ""));
    }

    private String typeParameters(GenericDeclaration declaration) {
        return declaration.getTypeParameters().length == 0
                ? ""
                : Arrays.stream(declaration.getTypeParameters())
                        .map(names::typeParameter)
                        .collect(joining(", ", "<", ">"));
    }

    private static String modifiers(int modifiers) {
        return modifiers == 0 ? "" : Modifier.toString(modifiers) + " ";
    }

    private String key(Executable executable) {
        String name = executable instanceof Method ? executable.getName() : "new";
        return name
                + Arrays.stream(executable.getParameterTypes()).map(names::name).collect(joining(", ", "(", ")"));
    }

    private void addSupertypes(Class<?> declaring, Set<String> supertypes) {
        List<AnnotatedType> direct = new ArrayList<>(List.of(declaring.getAnnotatedInterfaces()));
        if (declaring.getSuperclass() != null) {
            direct.add(declaring.getAnnotatedSuperclass());
        }
        direct.removeIf(supertype -> IMPLIED.contains(names.rawType(supertype)));
        List<Class<?>> hidden = hiddenSupertypes(declaring);
        for (AnnotatedType supertype : direct) {
            if (hidden.stream().noneMatch(names.rawType(supertype)::equals)) {
                supertypes.add(names.type(supertype));
            }
        }
        hidden.forEach(supertype -> addSupertypes(supertype, supertypes));
    }

    private static List<Class<?>> withHiddenSupertypes(Class<?> type) {
        List<Class<?>> types = new ArrayList<>(List.of(type));
        hiddenSupertypes(type).forEach(supertype -> types.addAll(withHiddenSupertypes(supertype)));
        return types;
    }

    private static List<Class<?>> hiddenSupertypes(Class<?> type) {
        return Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
                .filter(supertype -> !Modifier.isPublic(supertype.getModifiers()))
                .toList();
    }
}
