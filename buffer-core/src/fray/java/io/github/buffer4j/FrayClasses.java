package io.github.buffer4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Copies of compiled classes in which each opaque read of a {@code VarHandle} is a volatile one. Fray switches threads
 * before volatile reads but not before opaque ones, so that otherwise no other thread would run while a thread spins.
 */
final class FrayClasses {

    private FrayClasses() {}

    /** Copies the classes of a folder to another one and returns the number of replaced reads. */
    static int copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(file -> file.toString().endsWith(".class")).toList();
        }
        int replaced = 0;
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            ClassReader reader = new ClassReader(Files.readAllBytes(file));
            ClassWriter writer = new ClassWriter(reader, 0);
            OpaqueReads reads = new OpaqueReads(writer);
            reader.accept(reads, 0);
            Files.write(copy, writer.toByteArray());
            replaced += reads.replaced;
        }
        return replaced;
    }

    private static final class OpaqueReads extends ClassVisitor {

        private int replaced;

        OpaqueReads(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String type, @Nullable String signature, String @Nullable [] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, type, signature, exceptions)) {

                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean inInterface) {
                    if (owner.equals("java/lang/invoke/VarHandle") && called.equals("getOpaque")) {
                        replaced++;
                        super.visitMethodInsn(opcode, owner, "getVolatile", type, inInterface);
                    } else {
                        super.visitMethodInsn(opcode, owner, called, type, inInterface);
                    }
                }
            };
        }
    }
}
