package network.wcn.cli.devnet;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.cli.CommandFailed;
import network.wcn.client.ClientNode;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * What {@code devnet.json} says: everything an outside client or node needs to take part.
 *
 * @param chain where the contract is
 * @param encryptionKey of node addresses, 64 hex digits
 * @param client one that every operator has listed
 * @param operators in the order of their numbers, from 1 on
 * @param memoryMib what all databases and nodes together may take
 */
public record DevnetFile(
    Chain chain, String encryptionKey, Client client, List<Operator> operators, int memoryMib) {
  /** The file's name in a network's directory. */
  static final String NAME = "devnet.json";

  public DevnetFile {
    operators = List.copyOf(operators);
  }

  /**
   * The chain and the contract on it.
   *
   * @param kind {@code ledger} or {@code anvil}
   * @param pid of the chain's process, absent while it is down
   * @param chainId of an EVM chain
   * @param rpcProviderUrl what nodes take as {@code RPC_PROVIDER_URL}
   */
  public record Chain(
      String kind,
      @Nullable Long pid,
      String rpcProviderUrl,
      @Nullable Long chainId,
      String contractAddress,
      String ownerPrivateKey,
      int port,
      String dir) {
    @JsonIgnore
    boolean isAnvil() {
      return kind.equals(ChainKind.ANVIL.toString());
    }

    private Chain withPid(@Nullable Long newPid) {
      return new Chain(
          kind, newPid, rpcProviderUrl, chainId, contractAddress, ownerPrivateKey, port, dir);
    }

    private Chain withContract(String address) {
      return new Chain(kind, pid, rpcProviderUrl, chainId, address, ownerPrivateKey, port, dir);
    }
  }

  /** A client's key and what it may use. */
  public record Client(String secretKey, String peerId, List<String> namespaces) {
    public Client {
      namespaces = List.copyOf(namespaces);
    }
  }

  /**
   * An operator and its servers.
   *
   * @param privateKey of its account, which signs what its nodes and its administrator decide
   */
  public record Operator(
      String id, String name, String privateKey, Server database, List<Server> nodes) {
    public Operator {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A database or a node.
   *
   * @param pid of its process, absent while it is down
   * @param secretKey whose peer ID it proves
   * @param dir where its log and data are
   */
  public record Server(
      @Nullable Long pid,
      String peerId,
      String secretKey,
      String address,
      int primaryPort,
      int secondaryPort,
      int metricsPort,
      String dir) {
    Server withPid(@Nullable Long newPid) {
      return new Server(
          newPid, peerId, secretKey, address, primaryPort, secondaryPort, metricsPort, dir);
    }

    OptionalLong knownPid() {
      return pid == null ? OptionalLong.empty() : OptionalLong.of(pid);
    }
  }

  /** Returns the file that is meant if none is named: {@code WCN_CONFIG}, or the default devnet. */
  public static Path defaultPath() {
    return Optional.ofNullable(System.getenv("WCN_CONFIG"))
        .map(Path::of)
        .orElseGet(() -> Workplace.defaultDevnetDirectory().resolve(NAME));
  }

  /**
   * Reads a file.
   *
   * @throws CommandFailed if it cannot be read
   */
  public static DevnetFile read(Path file) {
    if (!Files.exists(file)) {
      throw new CommandFailed(
          "there is no network at "
              + file
              + "; start one with wcn devnet, or name one by --config");
    }
    return JsonFiles.read(file, DevnetFile.class);
  }

  @JsonIgnore
  public SecretKey clientSecretKey() {
    return SecretKey.parse(client.secretKey());
  }

  @JsonIgnore
  public List<Namespace> clientNamespaces() {
    return client.namespaces().stream().map(Namespace::parse).toList();
  }

  /** Returns every node as a client knows it, those that are down too. */
  @JsonIgnore
  public List<ClientNode> clientNodes() {
    List<ClientNode> nodes = new ArrayList<>();
    for (Operator operator : operators) {
      for (Server node : operator.nodes()) {
        ClientNode bare =
            ClientNode.of(PeerId.parse(node.peerId()), node.address(), node.primaryPort());
        nodes.add(
            new ClientNode(
                Optional.of(OperatorId.parse(operator.id())), bare.peer(), bare.address()));
      }
    }
    return nodes;
  }

  /** Returns the servers of every operator by name, databases first. */
  @JsonIgnore
  List<NamedServer> servers() {
    List<NamedServer> servers = new ArrayList<>();
    for (int i = 0; i < operators.size(); i++) {
      servers.add(new NamedServer(ServerName.database(i + 1), operators.get(i).database()));
    }
    for (int i = 0; i < operators.size(); i++) {
      List<Server> nodes = operators.get(i).nodes();
      for (int j = 0; j < nodes.size(); j++) {
        servers.add(new NamedServer(ServerName.node(i + 1, j + 1), nodes.get(j)));
      }
    }
    return servers;
  }

  /** A server and how it is called. */
  record NamedServer(ServerName name, Server server) {}

  /** Returns this file with the contract that the ledger made. */
  DevnetFile withContract(String address) {
    return new DevnetFile(chain.withContract(address), encryptionKey, client, operators, memoryMib);
  }

  /** Returns this file with other memory for the servers. */
  DevnetFile withMemory(int mib) {
    return new DevnetFile(chain, encryptionKey, client, operators, mib);
  }

  /** Returns the process of a server or the ledger, if it was started and not stopped since. */
  OptionalLong pidOf(ServerName name) {
    if (name.isLedger()) {
      return chain.pid() == null ? OptionalLong.empty() : OptionalLong.of(chain.pid());
    }
    return find(name).server().knownPid();
  }

  /**
   * Returns a server by its name.
   *
   * @throws CommandFailed if this network has none of that name
   */
  NamedServer find(ServerName name) {
    return servers().stream()
        .filter(server -> server.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new CommandFailed(
                "this network has no server "
                    + name
                    + ", only 1/db to "
                    + ServerName.node(operators.size(), operators.getFirst().nodes().size())));
  }

  /** Returns this file with another process for one server or the ledger. */
  DevnetFile withPid(ServerName name, @Nullable Long pid) {
    if (name.isLedger()) {
      return new DevnetFile(chain.withPid(pid), encryptionKey, client, operators, memoryMib);
    }
    List<Operator> changed = new ArrayList<>(operators);
    Operator old = operators.get(name.operator() - 1);
    List<Server> nodes = new ArrayList<>(old.nodes());
    Server database = old.database();
    if (name.isDatabase()) {
      database = database.withPid(pid);
    } else {
      nodes.set(name.node() - 1, nodes.get(name.node() - 1).withPid(pid));
    }
    changed.set(
        name.operator() - 1, new Operator(old.id(), old.name(), old.privateKey(), database, nodes));
    return new DevnetFile(chain, encryptionKey, client, changed, memoryMib);
  }
}
