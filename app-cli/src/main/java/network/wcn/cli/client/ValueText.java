package network.wcn.cli.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import network.wcn.domain.Bytes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Keys, fields and values on the command line: text, {@code hex:} and hex digits, or {@code @} and
 * the name of a file with the bytes; {@code text:} before text that begins like one of these.
 */
final class ValueText implements ITypeConverter<Bytes> {
  private static final String HEX = "hex:";
  private static final String TEXT = "text:";
  private static final String FILE = "@";

  @Override
  public Bytes convert(String given) {
    if (given.startsWith(HEX)) {
      try {
        return Bytes.fromHex(given.substring(HEX.length()));
      } catch (IllegalArgumentException e) {
        throw refused("hex: is followed by an even number of hex digits", e);
      }
    }
    if (given.startsWith(FILE)) {
      try {
        return Bytes.wrap(Files.readAllBytes(Path.of(given.substring(FILE.length()))));
      } catch (IOException e) {
        throw refused("cannot read the file " + given.substring(FILE.length()), e);
      }
    }
    return Bytes.utf8(given.startsWith(TEXT) ? given.substring(TEXT.length()) : given);
  }

  private static TypeConversionException refused(String message, Exception cause) {
    TypeConversionException refusal = new TypeConversionException(message);
    refusal.initCause(cause);
    return refusal;
  }

  /** Returns the text that {@link #convert} turns into {@code bytes}: as it is where possible. */
  static String of(Bytes bytes) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.unsafeArray()))
              .toString();
    } catch (CharacterCodingException _) {
      return HEX + bytes.toHex();
    }
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
      return HEX + bytes.toHex();
    }
    boolean ambiguous = text.startsWith(HEX) || text.startsWith(TEXT) || text.startsWith(FILE);
    return ambiguous ? TEXT + text : text;
  }
}
