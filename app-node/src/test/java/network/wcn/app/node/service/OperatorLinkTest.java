package network.wcn.app.node.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.Test;

class OperatorLinkTest {
  private static final Bytes REQUEST = Bytes.utf8("request");

  private final FakeLink first = link(0);
  private final FakeLink second = link(1);
  private final AtomicLong nanos = new AtomicLong();
  private final OperatorLink operator = new OperatorLink(List.of(first, second), nanos::get);
  private final List<String> heard = new ArrayList<>();

  private static FakeLink link(int node) {
    return new FakeLink(
        new LinkTarget(
            TestNetwork.peer(0, node),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 3000 + node),
            Api.REPLICA));
  }

  private void call() {
    call(Deadline.after(nanos::get, Duration.ofMinutes(1)));
  }

  private void call(Deadline deadline) {
    operator.call(
        StorageMethod.GET,
        REQUEST,
        deadline,
        new OperatorLink.Listener() {
          @Override
          public void answered(Bytes response) {
            heard.add(response.toUtf8());
          }

          @Override
          public void failed(ReplicaReply.Reason reason) {
            heard.add(reason.name());
          }
        });
  }

  @Test
  void nodesTakeTurnsOfATenthOfASecond() {
    call();
    call();
    nanos.set(100_000_000);
    call();

    assertEquals(2, first.calls().size());
    assertEquals(1, second.calls().size());
  }

  @Test
  void theOtherNodeGetsWhatIsMoreThanCompany() {
    for (int i = 0; i < 130; i++) {
      call();
    }
    assertEquals(128, first.calls().size());
    assertEquals(2, second.calls().size());

    first.calls().get(0).answer(Bytes.utf8("answer"));
    first.calls().get(1).fail(LinkFault.Kind.TIMEOUT);
    call();
    call();
    call();

    assertEquals(130, first.calls().size());
    assertEquals(3, second.calls().size());
  }

  @Test
  void aNodeThatIsNotConnectedIsPassedOver() {
    first.setOpen(false);

    call();
    second.calls().getFirst().answer(Bytes.utf8("answer"));

    assertEquals(List.of("answer"), heard);
  }

  @Test
  void aCallThatBreaksOffGoesToTheOtherNode() {
    call();
    first.calls().getFirst().fail(LinkFault.Kind.CONNECTION);
    second.calls().getFirst().answer(Bytes.utf8("answer"));

    assertEquals(List.of("answer"), heard);
    assertEquals(REQUEST, second.calls().getFirst().request());
  }

  @Test
  void eachNodeIsTriedOnce() {
    call();
    first.calls().getFirst().fail(LinkFault.Kind.CONNECTION);
    second.calls().getFirst().fail(LinkFault.Kind.STREAM_FINISHED);

    assertEquals(List.of("BROKEN"), heard);
    assertEquals(1, first.calls().size());
  }

  @Test
  void aTimeoutIsFinal() {
    call();
    first.calls().getFirst().fail(LinkFault.Kind.TIMEOUT);

    assertEquals(List.of("TIMED_OUT"), heard);
    assertTrue(second.calls().isEmpty());
  }

  @Test
  void nothingIsTriedAgainAfterTheDeadline() {
    call(Deadline.after(nanos::get, Duration.ofSeconds(-1)));
    first.calls().getFirst().fail(LinkFault.Kind.CONNECTION);

    assertEquals(List.of("TIMED_OUT"), heard);
  }

  @Test
  void withoutAConnectedNodeTheOperatorIsUnreachable() {
    first.setOpen(false);
    second.setOpen(false);

    call();

    assertFalse(operator.isReachable());
    assertEquals(List.of("UNREACHABLE"), heard);
    assertEquals(Optional.empty(), operator.anyOpen());
  }

  @Test
  void anOperatorWithoutNodesIsUnreachable() {
    OperatorLink nobody = new OperatorLink(List.of(), Ticker.system());

    nobody.call(
        StorageMethod.GET,
        REQUEST,
        TestNetwork.soon(),
        new OperatorLink.Listener() {
          @Override
          public void answered(Bytes response) {
            heard.add(response.toUtf8());
          }

          @Override
          public void failed(ReplicaReply.Reason reason) {
            heard.add(reason.name());
          }
        });

    assertEquals(List.of("UNREACHABLE"), heard);
  }
}
