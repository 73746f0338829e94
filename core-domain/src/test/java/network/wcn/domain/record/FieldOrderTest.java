package network.wcn.domain.record;

import static org.junit.jupiter.api.Assertions.assertTrue;

import network.wcn.domain.Bytes;
import org.junit.jupiter.api.Test;

class FieldOrderTest {
  private static Bytes ofSize(int size) {
    return Bytes.wrap(new byte[size]);
  }

  private static void assertBefore(Bytes first, Bytes second) {
    assertTrue(FieldOrder.INSTANCE.compare(first, second) < 0, first + " before " + second);
    assertTrue(FieldOrder.INSTANCE.compare(second, first) > 0, second + " after " + first);
  }

  @Test
  void aShorterFieldComesFirstUpTo127Bytes() {
    assertBefore(Bytes.utf8("zz"), Bytes.utf8("aaa"));
    assertBefore(ofSize(0), ofSize(1));
    assertBefore(ofSize(126), ofSize(127));
  }

  @Test
  void aboveThatTheLowByteOfTheLengthDecides() {
    assertBefore(ofSize(127), ofSize(128));
    assertBefore(ofSize(128), ofSize(256));
    assertBefore(ofSize(256), ofSize(129));
    assertBefore(ofSize(129), ofSize(255));
  }

  @Test
  void fieldsOfOneSizeCompareAsUnsignedBytes() {
    assertBefore(Bytes.of((byte) 1), Bytes.of((byte) 0xff));
  }
}
