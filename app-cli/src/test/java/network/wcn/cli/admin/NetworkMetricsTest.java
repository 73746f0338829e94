package network.wcn.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.domain.identity.OperatorId;
import org.junit.jupiter.api.Test;

class NetworkMetricsTest {
  private static final OperatorId FIRST = OperatorId.parse("0x" + "0a".repeat(20));
  private static final OperatorId SECOND = OperatorId.parse("0x" + "0b".repeat(20));
  private static final OperatorId THIRD = OperatorId.parse("0x" + "0c".repeat(20));

  private static final NetworkMetrics PAGE =
      NetworkMetrics.parse(
          """
          wcn_isolated{operator="%1$s",service_kind="node",node_idx="0"} 0
          wcn_db_directory_bytes{operator="%1$s",service_kind="db"} 1.5E3
          wcn_disk_total_space{operator="%1$s",service_kind="db"} 99
          rocksdb_compaction_time{cf_name="kv",quantile="1",operator="%1$s",service_kind="db"} +Inf
          wcn_isolated{operator="%2$s",service_kind="node",node_idx="1"} 1
          wcn_db_directory_bytes{operator="%2$s",service_kind="db"} NaN
          wcn_isolated{operator="%3$s",service_kind="node",node_idx="0"} 0
          # a comment
          """
              .formatted(FIRST, SECOND, THIRD));

  @Test
  void databasesTellHowMuchTheyStore() {
    assertEquals(OptionalLong.of(1500), PAGE.storedBytes(FIRST));
    assertEquals(OptionalLong.empty(), PAGE.storedBytes(SECOND));
    assertEquals(OptionalLong.empty(), PAGE.storedBytes(THIRD));
  }

  @Test
  void whatIsCutOffCannotTakePart() {
    assertEquals(Optional.empty(), PAGE.problem(FIRST));
    assertEquals(Optional.of("a node of it is isolated"), PAGE.problem(SECOND));
    assertEquals(Optional.of("its database does not answer its nodes"), PAGE.problem(THIRD));
  }

  @Test
  void whoTellsNothingIsNotBlamed() {
    assertEquals(Optional.empty(), NetworkMetrics.none().problem(FIRST));
    assertEquals(OptionalLong.empty(), NetworkMetrics.none().storedBytes(FIRST));
  }
}
