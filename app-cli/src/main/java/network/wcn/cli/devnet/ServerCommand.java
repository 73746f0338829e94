package network.wcn.cli.devnet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command line and environment of one server's process. */
final class ServerCommand {
  private static final int LEDGER_HEAP_MIB = 48;

  private final Path directory;
  private final DevnetFile file;
  private final MemoryPlan memory;

  ServerCommand(Path directory, DevnetFile file) {
    this.directory = directory;
    this.file = file;
    this.memory = new MemoryPlan(file.memoryMib(), file.servers().size());
  }

  /** Returns what the command line of a server of this network holds, and no other's. */
  static String marker(Path directory, ServerName name) {
    return "-Dwcn.devnet=" + directory + "#" + name;
  }

  List<String> command(ServerName name) {
    List<String> command = new ArrayList<>();
    command.addAll(LaunchPrefix.words());
    command.add(Workplace.java());
    command.add(marker(directory, name));
    command.addAll(flags(name.isLedger() ? LEDGER_HEAP_MIB : memory.heapMiB()));
    command.addAll(StartupCache.flags(name));
    if (name.isLedger()) {
      command.addAll(chain());
    } else {
      command.add(name.isDatabase() ? "network.wcn.app.db.Main" : "network.wcn.app.node.Main");
    }
    return command;
  }

  private List<String> chain() {
    DevnetFile.Chain chain = file.chain();
    Path home = Path.of(chain.dir());
    List<String> command = new ArrayList<>();
    command.add("network.wcn.cli.wiring." + (chain.isAnvil() ? "AnvilMain" : "LedgerMain"));
    command.add(String.valueOf(chain.port()));
    command.add((chain.isAnvil() ? home : home.resolve("journal")).toString());
    command.add(directory.resolve(DevnetFile.NAME).toString());
    command.add(home.resolve("address").toString());
    if (chain.isAnvil()) {
      command.add(Workplace.root().toString());
    }
    return command;
  }

  private List<String> flags(int heapMib) {
    return List.of(
        "--illegal-native-access=allow",
        "--sun-misc-unsafe-memory-access=allow",
        // For STORAGE_BACKEND=lmdb.
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-Xms16m",
        "-Xmx" + heapMib + "m",
        "-Xss512k",
        "-XX:MaxDirectMemorySize=" + memory.directMiB() + "m",
        "-XX:ReservedCodeCacheSize=48m",
        // Sixteen optimizing compilers would fight for the cores for minutes.
        "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError");
  }

  /** Returns the command that runs Java with a node's flags, without a class to run. */
  List<String> bareJava() {
    List<String> command = new ArrayList<>(List.of(Workplace.java()));
    command.addAll(flags(memory.heapMiB()));
    return command;
  }

  Map<String, String> environment(ServerName name) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("CLASSPATH", Workplace.classPath());
    if (!name.isLedger()) {
      DevnetFile.Operator operator = file.operators().get(name.operator() - 1);
      if (name.isDatabase()) {
        putServer(environment, operator.database());
        putDatabase(environment, operator.database());
      } else {
        putServer(environment, operator.nodes().get(name.node() - 1));
        putNode(environment, operator, name.node());
      }
    }
    return environment;
  }

  private static void putServer(Map<String, String> environment, DevnetFile.Server server) {
    environment.put("SECRET_KEY", server.secretKey());
    environment.put("PRIMARY_RPC_SERVER_PORT", String.valueOf(server.primaryPort()));
    environment.put("SECONDARY_RPC_SERVER_PORT", String.valueOf(server.secondaryPort()));
    environment.put("METRICS_SERVER_PORT", String.valueOf(server.metricsPort()));
    environment.put("SHUTDOWN_GRACE_SECS", "5");
  }

  private void putDatabase(Map<String, String> environment, DevnetFile.Server database) {
    environment.put("ROCKSDB_DIR", Path.of(database.dir()).resolve("data").toString());
    environment.put("ROCKSDB_BLOCK_CACHE_SIZE", String.valueOf(memory.blockCacheBytes()));
    environment.put("ROCKSDB_WRITE_BUFFER_SIZE", String.valueOf(memory.writeBufferBytes()));
    environment.put("ROCKSDB_MAX_WRITE_BUFFER_NUMBER", "4");
    // A heap this small would hold too few rows to be worth the searching.
    environment.put("ROCKSDB_ROW_CACHE_SIZE", "0");
    environment.put("ROCKSDB_NUM_CALLBACK_THREADS", "4");
    environment.put("ROCKSDB_MAX_BACKGROUND_JOBS", "2");
    environment.put("ROCKSDB_INCREASE_PARALLELISM", "2");
  }

  private void putNode(Map<String, String> environment, DevnetFile.Operator operator, int number) {
    DevnetFile.Server database = operator.database();
    environment.put("DATABASE_RPC_SERVER_ADDRESS", database.address());
    environment.put("DATABASE_PEER_ID", database.peerId());
    environment.put("DATABASE_PRIMARY_RPC_SERVER_PORT", String.valueOf(database.primaryPort()));
    environment.put("DATABASE_SECONDARY_RPC_SERVER_PORT", String.valueOf(database.secondaryPort()));
    environment.put("SMART_CONTRACT_ADDRESS", file.chain().contractAddress());
    environment.put("SMART_CONTRACT_ENCRYPTION_KEY", file.encryptionKey());
    environment.put("RPC_PROVIDER_URL", file.chain().rpcProviderUrl());
    if (number == 1) {
      environment.put("SMART_CONTRACT_SIGNER_PRIVATE_KEY", operator.privateKey());
    }
  }
}
