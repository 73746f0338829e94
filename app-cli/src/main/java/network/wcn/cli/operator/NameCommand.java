package network.wcn.cli.operator;

import java.util.LinkedHashMap;
import java.util.Map;
import network.wcn.cli.contract.ChangeOptions;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.domain.membership.NodeOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wcn operator name}. */
@Command(name = "name", description = "The operator's name.", mixinStandardHelpOptions = true)
final class NameCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? A command is missing");
  }

  @Command(name = "set", description = "Changes it.", mixinStandardHelpOptions = true)
  int set(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Parameters(paramLabel = "NAME", description = "At most 32 bytes of UTF-8.") String name) {
    return rename(where, how, name);
  }

  static int rename(ContractOptions where, ChangeOptions how, String name) {
    return OwnData.change(where, how, old -> renamed(old, name));
  }

  private static OwnData.Edit renamed(NodeOperator old, String name) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("old", old.name());
    facts.put("new", name);
    return new OwnData.Edit(
        new NodeOperator(old.id(), name, old.nodes(), old.clients()),
        "Current name: " + old.name() + "\nNew name: " + name,
        facts);
  }
}
