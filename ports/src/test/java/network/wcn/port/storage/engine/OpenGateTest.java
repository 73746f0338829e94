package network.wcn.port.storage.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Test;

final class OpenGateTest {
  private final OpenGate gate = new OpenGate();

  @Test
  void whatIsDoneAloneWaitsForCallsInside() throws InterruptedException {
    List<String> done = new CopyOnWriteArrayList<>();
    gate.enter();
    Thread alone = Thread.ofPlatform().start(() -> gate.alone(() -> done.add("alone")));
    done.add("inside");
    gate.leave();
    alone.join();
    assertEquals(List.of("inside", "alone"), done);
  }

  @Test
  void aCallInsideDoesNotWaitForItself() {
    gate.enter();
    assertThrows(IllegalStateException.class, () -> gate.alone(() -> {}));
    gate.leave();
    gate.alone(() -> {});
  }

  @Test
  void nothingIsDoneAloneOnceItIsClosed() {
    gate.close(() -> {});
    StoreFault fault = assertThrows(StoreFault.class, () -> gate.alone(() -> {}));
    assertEquals(StoreFault.Kind.CLOSED, fault.kind());
  }
}
