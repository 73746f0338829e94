package network.wcn.wire.postcard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import network.wcn.domain.Bytes;
import org.junit.jupiter.api.Test;

class PostcardTest {
  private static String hexOf(Consumer<PostcardSink> values) {
    return Postcard.encode(values).toHex();
  }

  @Test
  void numbersTakeTheirShortestForm() {
    assertEquals("00", hexOf(out -> out.u64(0)));
    assertEquals("7f", hexOf(out -> out.u64(127)));
    assertEquals("8001", hexOf(out -> out.u64(128)));
    assertEquals("ffffffffffffffffff01", hexOf(out -> out.u64(-1)));
    assertEquals("ffffffff0f", hexOf(out -> out.u32(-1)));
    assertEquals("ffff03", hexOf(out -> out.u16(0xffff)));
    assertEquals("ff", hexOf(out -> out.u8(0xff)));
  }

  @Test
  void everyPowerOfTwoComesBack() {
    for (int bit = 0; bit < 64; bit++) {
      for (long value : new long[] {(1L << bit) - 1, 1L << bit}) {
        Bytes encoded = Postcard.encode(out -> out.u64(value));
        assertEquals(value, new PostcardReader(encoded).u64());
      }
    }
  }

  @Test
  void compositesFollowTheirElements() {
    assertEquals(
        "036162630102",
        hexOf(out -> {
          out.string("abc");
          out.bool(true);
          out.variant(2);
        }));
    assertEquals(
        "0102ffee",
        hexOf(out -> out.option(Optional.of(Bytes.fromHex("ffee")), PostcardSink::bytes)));
    assertEquals("00", hexOf(out -> out.optionalU64(OptionalLong.empty())));
    assertEquals("01ac02", hexOf(out -> out.optionalU64(OptionalLong.of(300))));
    assertEquals("020102", hexOf(out -> out.list(List.of(1, 2), PostcardSink::u8)));
    assertEquals("ffee", hexOf(out -> out.fixed(Bytes.fromHex("ffee"))));
  }

  @Test
  void numbersOutsideOfTheirTypeAreABug() {
    assertThrows(IllegalArgumentException.class, () -> hexOf(out -> out.u8(256)));
    assertThrows(IllegalArgumentException.class, () -> hexOf(out -> out.u16(-1)));
    assertThrows(IllegalArgumentException.class, () -> hexOf(out -> out.variant(-1)));
  }
}
