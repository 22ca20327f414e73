package io.github.buffer4j.demo.ingest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/**
 * The accepted content types of lines: text in UTF-8. Content without a type, or of the form type that {@code curl
 * --data-binary} sends, is treated as text.
 */
final class TextContent {

    private static final List<MediaType> TYPES = List.of(MediaType.TEXT_PLAIN, MediaType.APPLICATION_FORM_URLENCODED);
    private static final Set<Charset> CHARSETS = Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

    private TextContent() {}

    static void require(@Nullable String contentType, @Nullable String encoding)
            throws HttpMediaTypeNotSupportedException {
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw refusal("The content encoding '" + encoding + "' is not supported");
        }
        if (contentType != null && !isText(contentType)) {
            throw refusal("The content type '" + contentType + "' is not supported");
        }
    }

    private static boolean isText(String contentType) {
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            Charset charset = type.getCharset();
            return TYPES.stream().anyMatch(type::equalsTypeAndSubtype)
                    && (charset == null || CHARSETS.contains(charset));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static HttpMediaTypeNotSupportedException refusal(String problem) {
        HttpMediaTypeNotSupportedException refusal = new HttpMediaTypeNotSupportedException(problem, TYPES);
        refusal.getBody().setDetail(problem + "; send lines as text/plain in UTF-8");
        refusal.getBody().setProperty("accepted", 0);
        return refusal;
    }
}
