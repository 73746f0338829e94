package network.wcn.adapter.quic.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ConnectionIdsTest {
  private static final int LENGTH = 16;

  private final ConnectionIds ids = new ConnectionIds();

  @Test
  void aFirstPacketThatComesTwiceNamesTheSameConnection() {
    ByteBuffer first = ids.newId(bytes(1), bytes(2), LENGTH);
    ByteBuffer again = ids.newId(bytes(1), bytes(2), LENGTH);

    assertEquals(LENGTH, first.remaining());
    assertEquals(first, again);
    assertNotEquals(first, ids.newId(bytes(1), bytes(3), LENGTH));
  }

  @Test
  void theFurtherNamesOfAConnectionDiffer() {
    ByteBuffer current = bytes(4);

    ByteBuffer second = ids.newId(current.duplicate(), LENGTH);
    ByteBuffer third = ids.newId(current.duplicate(), LENGTH);

    assertEquals(LENGTH, second.remaining());
    assertNotEquals(second, third);
    assertNotEquals(current, second);
  }

  private static ByteBuffer bytes(int first) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.put(0, (byte) first);
    return bytes;
  }
}
