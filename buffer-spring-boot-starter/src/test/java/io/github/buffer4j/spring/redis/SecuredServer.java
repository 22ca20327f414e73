package io.github.buffer4j.spring.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SslOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A server with TLS on a port of its own, and with the user whom docs/shared.md describes for applications whose prefix
 * is {@value #PREFIX}. The server trusts everybody on its other port.
 */
final class SecuredServer implements AutoCloseable {

    static final String USER = "shop";
    static final String PASSWORD = "secret";
    static final String PREFIX = "shop";

    private static final String STORE_PASSWORD = "changeit";
    private static final String ALIAS = "redis";

    private final Path folder = Files.createTempDirectory("certificate");
    private final int port = RedisServer.freePort();
    private final RedisServer server;

    private SecuredServer() throws IOException {
        writeCertificate();
        List<String> options = new ArrayList<>(List.of("--tls-port", String.valueOf(port), "--tls-auth-clients", "no"));
        options.addAll(List.of("--tls-cert-file", certificate().toString(), "--tls-key-file", key().toString()));
        options.addAll(List.of("--tls-ca-cert-file", certificate().toString()));
        options.addAll(user());
        server = RedisServer.start(options.toArray(String[]::new));
    }

    static SecuredServer start() throws IOException {
        return new SecuredServer();
    }

    /** Returns the user as an option of a server: the words of the line in the documentation. */
    static List<String> user() throws IOException {
        List<String> words = new ArrayList<>(documented("^ *(user " + USER + " on >" + PASSWORD + " .*)$"));
        words.set(0, "--user");
        return words;
    }

    /** Returns the user as an option of each node of a cluster, with the rights that the documentation adds there. */
    static List<String> userOfCluster() throws IOException {
        List<String> words = user();
        words.addAll(documented("A cluster also needs\\s+`(.*?)`"));
        return words;
    }

    private static List<String> documented(String pattern) throws IOException {
        String words = Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("../docs/shared.md")))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
        return List.of(words.split(" ", -1));
    }

    private Path certificate() {
        return folder.resolve("certificate.pem");
    }

    private Path key() {
        return folder.resolve("key.pem");
    }

    private void writeCertificate() throws IOException {
        Path store = folder.resolve("store.p12");
        List<String> keytool = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        keytool.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        keytool.addAll(List.of("-alias", ALIAS, "-keyalg", "EC", "-dname", "CN=redis"));
        keytool.addAll(List.of("-ext", "SAN=dns:localhost,ip:127.0.0.1"));
        String output = RedisServer.run(keytool);
        char[] password = STORE_PASSWORD.toCharArray();
        try (InputStream input = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(input, password);
            write(certificate(), "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
            write(key(), "PRIVATE KEY", keys.getKey(ALIAS, password).getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(output, e);
        }
    }

    private static void write(Path file, String what, byte[] encoded) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        Files.writeString(
                file,
                "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n",
                StandardCharsets.US_ASCII);
    }

    /** Returns the server, which can be asked without TLS. */
    RedisServer server() {
        return server;
    }

    /** Returns the properties of Spring Boot with which an application reaches the server as the user. */
    String[] properties() {
        return new String[] {
            "spring.data.redis.host=127.0.0.1",
            "spring.data.redis.port=" + port,
            "spring.data.redis.username=" + USER,
            "spring.data.redis.password=" + PASSWORD,
            "spring.data.redis.ssl.bundle=redis",
            "spring.ssl.bundle.pem.redis.truststore.certificate="
                    + certificate().toUri(),
            "buffers.defaults.shared.prefix=" + PREFIX
        };
    }

    /** Returns connections of the user, which their user destroys. */
    LettuceConnectionFactory connect() {
        RedisStandaloneConfiguration target = new RedisStandaloneConfiguration("127.0.0.1", port);
        target.setUsername(USER);
        target.setPassword(PASSWORD);
        SslOptions trust =
                SslOptions.builder().trustManager(certificate().toFile()).build();
        return RedisServer.started(new LettuceConnectionFactory(
                target,
                LettuceClientConfiguration.builder()
                        .clientOptions(ClientOptions.builder().sslOptions(trust).build())
                        .useSsl()
                        .build()));
    }

    @Override
    public void close() {
        server.close();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
