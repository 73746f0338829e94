package network.wcn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.wcn.adapter.ledger.LedgerContract;
import network.wcn.adapter.ledger.LedgerService;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import network.wcn.domain.membership.AuthorizedClient;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.wire.account.AccountKey;
import network.wcn.wire.onchain.OnChainData;
import network.wcn.wire.onchain.OperatorDataCodec;
import network.wcn.wire.onchain.SettingsCodec;

/**
 * A ledger with five operators, accounts 1 to 5, owned by account 0, and the command line against
 * it, in this process.
 */
public final class ContractFixture implements AutoCloseable {
  private static final Bytes SECRET = Bytes.wrap(new byte[ClusterKey.SIZE_BYTES]);
  private static final ClusterKey KEY = new ClusterKey(SECRET);

  private final List<AccountKey> accounts = new ArrayList<>();
  private final LedgerService service;
  private CommandRun last = new CommandRun(ExitStatus.DONE, "", "");

  /** Starts the ledger with its journal in {@code directory}. */
  public ContractFixture(Path directory) {
    Random random = new Random(7);
    IntStream.rangeClosed(0, 6).forEach(_ -> accounts.add(AccountKey.generate(random)));
    service =
        LedgerService.start(
            0,
            directory.resolve("journal"),
            new Genesis(
                account(0),
                SettingsCodec.encode(NetworkSettings.DEFAULTS),
                IntStream.rangeClosed(1, 5).mapToObj(this::entry).toList()));
  }

  /** Returns the address of account {@code number}, 0 to 6. */
  public OperatorId account(int number) {
    return accounts.get(number).address();
  }

  /** Returns the private key of account {@code number}, as options take it. */
  public String privateKey(int number) {
    return accounts.get(number).exportHex();
  }

  public String providerUrl() {
    return service.providerUrl().toString();
  }

  public String contract() {
    return service.contract().toString();
  }

  public ContractView view() {
    return service.view();
  }

  /** Returns an operator as nodes read it from the contract. */
  public ClusterOperator operator(int number) {
    OperatorId id = account(number);
    OperatorEntry entry = view().operatorSlots().get(view().slotOf(id).orElseThrow()).orElseThrow();
    return new OnChainData(KEY).operator(entry);
  }

  /** Returns an operator whose data must be readable. */
  public NodeOperator readable(int number) {
    return (NodeOperator) operator(number);
  }

  /** Makes a call as account {@code number}, past the command line. */
  public void submit(int number, ContractCall call) {
    try (LedgerContract contract =
        LedgerContract.connect(
            service.providerUrl(), service.contract(), Optional.of(accounts.get(number)))) {
      contract.submit(call);
    }
  }

  /** Returns what the contract is to hold of operator {@code number} at first. */
  public OperatorEntry entry(int number) {
    NodeOperator operator =
        new NodeOperator(
            account(number),
            "operator-" + number,
            List.of(node(10 * number), node(10 * number + 1)),
            List.of(AuthorizedClient.of(peer(200), 0, 1)));
    return new OperatorEntry(operator.id(), new OperatorDataCodec(KEY).encode(operator));
  }

  public static NodeEndpoint node(int number) {
    return new NodeEndpoint(
        peer(number), Ipv4Address.parse("10.0.0." + number), Optional.empty(), 3010, 3011);
  }

  /** Returns the peer ID number {@code number}, 0 to 255. */
  public static PeerId peer(int number) {
    byte[] seed = new byte[SecretKey.SIZE_BYTES];
    seed[0] = (byte) number;
    return new SecretKey(Bytes.wrap(seed)).peerId();
  }

  /** Runs a command as account {@code number} and returns its exit status. */
  public int as(int number, String... arguments) {
    return answering("", number, arguments);
  }

  /** Runs a command as account {@code number}, with {@code typed} on standard input. */
  public int answering(String typed, int number, String... arguments) {
    return run(
        typed,
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--rpc-provider-url",
                    providerUrl(),
                    "--contract-address",
                    contract(),
                    "--encryption-key",
                    KEY.secretText(),
                    "--private-key",
                    privateKey(number)))
            .toArray(String[]::new));
  }

  /** Runs a command of exactly these arguments. */
  public int run(String typed, String... arguments) {
    last = CommandRun.of(typed, arguments);
    return last.status();
  }

  /** Returns what the last command wrote to standard output. */
  public String out() {
    return last.out();
  }

  /** Returns what the last command wrote to standard error. */
  public String err() {
    return last.err();
  }

  /** Returns the one JSON object that the last command wrote. */
  public JsonNode json() {
    return last.json();
  }

  @Override
  public void close() {
    service.close();
  }
}
