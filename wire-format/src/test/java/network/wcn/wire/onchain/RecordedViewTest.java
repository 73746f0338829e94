package network.wcn.wire.onchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.CorruptedOperator;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.ViewReader;
import network.wcn.domain.membership.ViewUpdate;
import network.wcn.wire.Vectors;
import network.wcn.wire.json.ApiResult;
import network.wcn.wire.json.ClusterJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views as the reference sends them, from JSON down to the last node. */
class RecordedViewTest {
  // Whose key the recording used is not known; any key decrypts to some address.
  private final ViewReader reader =
      new ViewReader(new OnChainData(new ClusterKey(Bytes.wrap(new byte[32]))));

  @Test
  void aFreshNetworkIsReadWhole() {
    ClusterView view = reader.read(recorded("never migrated, no maintenance")).orElseThrow();

    assertEquals(5, view.operators().size());
    for (int slot = 0; slot < 5; slot++) {
      var operator = assertInstanceOf(NodeOperator.class, view.operator(slot).orElseThrow());
      assertEquals("Operator" + slot, operator.name());
      assertEquals(2, operator.nodes().size());
      assertEquals(3000, operator.nodes().getFirst().primaryPort());
      assertTrue(view.isNode(operator.nodes().getLast().peerId()));
    }
    assertEquals(Duration.ofSeconds(5), view.settings().eventPropagationLatency());
    assertEquals(List.of(0, 1, 2, 3, 4), view.primary().members());
    assertEquals(Optional.empty(), view.migration());
  }

  @Test
  void anOperatorWithUnreadableDataKeepsItsSlot() {
    ContractView contract =
        recorded("migration in progress, a free slot, unreadable operator data");
    ClusterView view = reader.read(contract).orElseThrow();

    List<ClusterOperator> corrupted =
        view.operators().stream()
            .flatMap(Optional::stream)
            .filter(CorruptedOperator.class::isInstance)
            .toList();

    assertEquals(2, corrupted.size());
    for (ClusterOperator operator : corrupted) {
      assertTrue(view.slotOf(operator.id()).isPresent(), operator::toString);
      assertEquals(List.of(), operator.nodes());
    }
    assertTrue(view.operators().contains(Optional.<ClusterOperator>empty()));
    assertEquals(List.of(0, 1, 2, 3, 6), view.migration().orElseThrow().target().members());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01", "00", "0700", "008827"})
  void unreadableSettingsMakeTheWholeViewInvalid(String extra) {
    ContractView good = recorded("never migrated, no maintenance");
    ContractView contract =
        new ContractView(
            good.owner(),
            new ContractSettings(4096, 5, Bytes.fromHex(extra)),
            good.version(),
            good.keyspaceVersion(),
            good.operatorSlots(),
            good.keyspaces(),
            good.migration(),
            good.maintenance());

    assertInstanceOf(ViewUpdate.Rejected.class, reader.read(contract));
  }

  private static ContractView recorded(String note) {
    String json =
        Vectors.cases("cluster-json.json", "encodings")
            .filter(recorded -> recorded.required("note").asText().equals(note))
            .findFirst()
            .orElseThrow()
            .required("json")
            .asText();
    return switch (ClusterJson.decodeView(Bytes.utf8(json))) {
      case ApiResult.Ok<ContractView>(ContractView view) -> view;
      case ApiResult.Err<ContractView> err -> throw new AssertionError("recorded " + err);
    };
  }
}
