package network.wcn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import network.wcn.client.OperationFailed.Kind;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.Refusal;
import network.wcn.wire.encryption.UnreadableValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WcnClientTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Bytes KEY = Bytes.utf8("key");
  private static final Bytes VALUE = Bytes.utf8("value");
  private static final Namespace NAMESPACE =
      Namespace.parse("0x00000000000000000000000000000000000000a1/0");

  private final MemoryNetwork network = new MemoryNetwork();
  private final List<WcnClient> clients = new ArrayList<>();

  private static ClientNode node(int number) {
    byte[] publicKey = new byte[32];
    publicKey[0] = (byte) number;
    return ClientNode.of(PeerId.ofEd25519(Bytes.of(publicKey)), "10.0.0." + number, 3010);
  }

  private Records connect(WcnClientBuilder builder) {
    WcnClient client = builder.transport(network).connect();
    clients.add(client);
    return client.namespace(NAMESPACE);
  }

  private Records connectToThreeNodes() {
    return connect(WcnClient.builder().bootstrap(node(1), node(2), node(3)));
  }

  @AfterEach
  void closeClients() {
    clients.forEach(WcnClient::close);
  }

  private static Optional<Bytes> valueOf(Optional<LiveRecord> record) {
    return record.map(LiveRecord::value);
  }

  @Test
  void aStoredValueComesBack() {
    Records records = connectToThreeNodes();
    assertEquals(Optional.empty(), records.get(KEY));
    records.set(KEY, VALUE, HOUR);
    assertEquals(Optional.of(VALUE), valueOf(records.get(KEY)));
    assertEquals(records.get(KEY).orElseThrow().expiration(), records.getExp(KEY).orElseThrow());
    records.del(KEY);
    assertEquals(Optional.empty(), records.get(KEY));
  }

  @Test
  void aLifeCanBeProlonged() {
    Records records = connectToThreeNodes();
    records.set(KEY, VALUE, HOUR);
    long before = records.getExp(KEY).orElseThrow().unixSeconds();
    records.setExp(KEY, Duration.ofHours(2));
    assertTrue(records.getExp(KEY).orElseThrow().unixSeconds() >= before + 3_600);
  }

  @Test
  void aMapIsWalkedPageByPage() {
    Records records = connectToThreeNodes();
    List<Bytes> expected = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      Bytes field = Bytes.of((byte) 'f', (byte) i);
      expected.add(field);
      records.hset(KEY, field, VALUE, HOUR);
    }
    List<Bytes> fields = new ArrayList<>();
    for (MapEntry entry : records.scan(KEY)) {
      fields.add(entry.field());
      assertEquals(VALUE, entry.record().value());
    }
    assertEquals(expected, fields);
    assertEquals(250, records.hcard(KEY));
    records.hdel(KEY, expected.getFirst());
    assertEquals(249, records.hcard(KEY));
    assertFalse(records.scan(Bytes.utf8("no such map")).iterator().hasNext());
  }

  @Test
  void aFieldLivesOnItsOwn() {
    Records records = connectToThreeNodes();
    Bytes field = Bytes.utf8("field");
    records.hset(KEY, field, VALUE, HOUR);
    records.hsetExp(KEY, field, Duration.ofHours(2));
    assertEquals(Optional.of(VALUE), valueOf(records.hget(KEY, field)));
    assertEquals(records.hget(KEY, field).map(LiveRecord::expiration), records.hgetExp(KEY, field));
    assertEquals(Optional.empty(), records.get(KEY));
  }

  @Test
  void aWriterOverridesWhatItRead() {
    Records writer = connectToThreeNodes();
    Records other = connectToThreeNodes();
    for (int i = 0; i < 50; i++) {
      writer.set(KEY, VALUE, HOUR);
    }
    LiveRecord read = other.get(KEY).orElseThrow();
    other.set(KEY, VALUE, HOUR);
    assertTrue(other.get(KEY).orElseThrow().version().isAfter(read.version()));
  }

  @Test
  void deadAndMuteNodesAreReplacedWithoutTheCallerNoticing() {
    Records records = connectToThreeNodes();
    network.dead.add(node(1).address());
    network.mute.add(node(2).address());
    for (int i = 0; i < 4; i++) {
      records.set(KEY, VALUE, HOUR);
    }
    assertEquals(Optional.of(VALUE), valueOf(records.get(KEY)));
  }

  @Test
  void aRefusalThatNobodyCanHelpIsToldAtOnce() {
    Records records = connectToThreeNodes();
    for (int i = 1; i <= 3; i++) {
      network.refusing.put(node(i).address(), Refusal.unauthorized());
    }
    OperationFailed failed = assertThrows(OperationFailed.class, () -> records.get(KEY));
    assertEquals(Kind.UNAUTHORIZED, failed.kind());
    assertEquals(1, failed.attempts());
  }

  @Test
  void theLastRefusalIsKeptWhenRetriesAreUsedUp() {
    Records records = connect(WcnClient.builder().bootstrap(node(1), node(2)).maxRetries(1));
    network.refusing.put(node(1).address(), Refusal.internal("disk full"));
    network.refusing.put(node(2).address(), Refusal.internal("disk full"));
    OperationFailed failed = assertThrows(OperationFailed.class, () -> records.get(KEY));
    assertEquals(Kind.INTERNAL, failed.kind());
    assertEquals("refused: INTERNAL (disk full), after 2 attempts", failed.getMessage());
  }

  @Test
  void connectingSaysWhomNobodyReached() {
    network.dead.add(node(1).address());
    WcnClientBuilder builder =
        WcnClient.builder().bootstrap(node(1)).connectTimeout(Duration.ofMillis(20));
    OperationFailed failed = assertThrows(OperationFailed.class, () -> connect(builder));
    assertEquals(Kind.NO_NODE, failed.kind());
    assertTrue(String.valueOf(failed.getMessage()).contains("10.0.0.1:3010"));
  }

  @Test
  void moreOperationsThanAllowedFailAtOnce() {
    Records records = connect(WcnClient.builder().bootstrap(node(1)).maxConcurrentOperations(1));
    network.mute.add(node(1).address());
    CompletableFuture<?> first = records.async().get(KEY);
    OperationFailed failed = assertThrows(OperationFailed.class, () -> records.get(KEY));
    assertEquals(Kind.OVERLOADED, failed.kind());
    assertFalse(first.isDone());
  }

  @Test
  void closingFailsWhatIsUnderWay() {
    Records records = connectToThreeNodes();
    for (int i = 1; i <= 3; i++) {
      network.mute.add(node(i).address());
    }
    CompletableFuture<?> pending = records.async().get(KEY);
    clients.getFirst().close();
    assertTrue(pending.isCompletedExceptionally());
    assertEquals(Kind.CLOSED, assertThrows(OperationFailed.class, () -> records.get(KEY)).kind());
  }

  @Test
  void encryptedValuesAreReadableOnlyUnderTheSameSecret() {
    Records plain = connectToThreeNodes();
    Records sealed =
        connect(WcnClient.builder().bootstrap(node(1)).encryptValues(Bytes.utf8("secret")));
    Records other =
        connect(WcnClient.builder().bootstrap(node(1)).encryptValues(Bytes.utf8("other")));
    sealed.set(KEY, VALUE, HOUR);
    sealed.hset(KEY, KEY, VALUE, HOUR);
    assertNotEquals(Optional.of(VALUE), valueOf(plain.get(KEY)));
    assertEquals(Optional.of(VALUE), valueOf(sealed.get(KEY)));
    assertEquals(VALUE, sealed.scan(KEY).iterator().next().record().value());
    assertThrows(UnreadableValue.class, () -> other.get(KEY));
  }

  @Test
  void observersHearOfEveryAttempt() {
    ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
    AttemptObserver observer =
        (asked, _, _, failure) ->
            heard.add(asked.address().getHostString() + " " + failure.isPresent());
    Records records = connect(WcnClient.builder().bootstrap(node(1), node(2)).observer(observer));
    network.refusing.put(node(1).address(), Refusal.internal());
    records.get(KEY);
    assertEquals(List.of("10.0.0.1 true", "10.0.0.2 false"), List.copyOf(heard));
  }
}
