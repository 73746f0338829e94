package network.wcn.domain.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;
import org.junit.jupiter.api.Test;

class RequestLimitsTest {
  private static final long NOW = ReplicaGroup.NOW;
  private static final Bytes KEY = Bytes.utf8("key");

  private static Optional<Refusal> check(Operation operation) {
    return RequestLimits.DEFAULT.check(operation, NOW);
  }

  private static Operation.Set set(int valueSize, long expiration, long versionSeconds) {
    return new Operation.Set(
        ReplicaGroup.NAMESPACE,
        KEY,
        Bytes.wrap(new byte[valueSize]),
        new Expiration(expiration),
        new RecordVersion(versionSeconds * 1_000_000));
  }

  private static void assertInvalid(Operation operation) {
    assertTrue(check(operation).orElseThrow().isInvalid());
  }

  @Test
  void thirtyDaysAndTwoMinutesAreTakenAndNoSecondMore() {
    long latest = NOW + 30 * 86_400 + 120;

    assertEquals(Optional.empty(), check(set(1, latest, NOW)));
    assertInvalid(set(1, latest + 1, NOW));
    assertInvalid(set(1, -1, NOW));
  }

  @Test
  void aVersionTwoMinutesAheadIsTakenAndNoSecondMore() {
    assertEquals(Optional.empty(), check(set(1, NOW + 1, NOW + 120)));
    assertInvalid(set(1, NOW + 1, NOW + 121));
    assertInvalid(new Operation.Del(ReplicaGroup.NAMESPACE, KEY, new RecordVersion(-1)));
  }

  @Test
  void aRecordThatFitsIntoNoFrameIsRefused() {
    int largest = RequestLimits.LARGEST_RECORD_BYTES - KEY.size();

    assertEquals(Optional.empty(), check(set(largest, NOW + 1, NOW)));
    assertInvalid(set(largest + 1, NOW + 1, NOW));
  }

  @Test
  void readsHaveNoLimits() {
    assertEquals(Optional.empty(), check(new Operation.Get(ReplicaGroup.NAMESPACE, KEY)));
  }
}
