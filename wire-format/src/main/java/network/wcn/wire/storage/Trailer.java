package network.wcn.wire.storage;

import java.util.Optional;
import java.util.function.Function;
import network.wcn.domain.Bytes;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.postcard.PostcardReader;
import network.wcn.wire.postcard.PostcardSink;

/**
 * What our nodes add behind a value: {@code f7 57 43 4e || version 01 || length || body}, the
 * length being that of the body as a u64 varint.
 *
 * <p>A reader that does not know the version passes over it, as the reference passes over whatever
 * follows a value. A later version may also put more behind the body's known fields.
 *
 * @see "design.md section 3"
 */
final class Trailer {
  private static final Bytes MARKER = Bytes.of(new byte[] {(byte) 0xf7, 'W', 'C', 'N'});
  private static final int VERSION = 1;

  private Trailer() {}

  static void write(PostcardSink out, Optional<Bytes> body) {
    if (body.isPresent()) {
      out.fixed(MARKER);
      out.u8(VERSION);
      out.bytes(body.get());
    }
  }

  /** Returns what {@code body} reads behind the value that {@code in} has passed, if it can. */
  static <T> Optional<T> read(PostcardReader in, Function<PostcardReader, T> body) {
    if (in.remaining() < MARKER.size() + 2) {
      return Optional.empty();
    }
    try {
      return in.fixed(MARKER.size()).equals(MARKER) && in.u8() == VERSION
          ? Optional.of(body.apply(in.within()))
          : Optional.empty();
    } catch (MalformedMessage | IllegalArgumentException e) {
      // A trailer is never required: one that cannot be understood counts as absent.
      return Optional.empty();
    }
  }
}
