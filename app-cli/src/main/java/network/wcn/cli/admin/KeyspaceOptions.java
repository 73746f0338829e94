package network.wcn.cli.admin;

import java.util.List;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.OperatorRef;
import picocli.CommandLine.Option;

/** Who shall come into the keyspace and who shall leave it. */
final class KeyspaceOptions {
  @Option(
      names = {"-a", "--add"},
      paramLabel = "OPERATOR",
      description = "Slot or account of an operator that shall hold data; repeat it.")
  private List<OperatorRef> adding = List.of();

  @Option(
      names = {"-r", "--remove"},
      paramLabel = "OPERATOR",
      description = "Slot or account of an operator that shall hold none; repeat it.")
  private List<OperatorRef> removing = List.of();

  KeyspaceChange change(ContractSession session) {
    return KeyspaceChange.of(session, adding, removing);
  }
}
