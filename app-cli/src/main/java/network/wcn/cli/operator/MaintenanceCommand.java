package network.wcn.cli.operator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.contract.ChangeOptions;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.MaintenanceChange;
import network.wcn.cli.contract.Role;
import network.wcn.domain.identity.OperatorId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn operator maintenance}: the permit to take servers down, one operator at a time. */
@Command(
    name = "maintenance",
    description = "The permit to take one's servers down; one operator at a time has it.",
    mixinStandardHelpOptions = true)
final class MaintenanceCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? A command is missing");
  }

  @Command(name = "start", description = "Takes the permit.", mixinStandardHelpOptions = true)
  int start(@Mixin ContractOptions where, @Mixin ChangeOptions how) {
    try (ContractSession session = where.open(Role.OPERATOR)) {
      session.self();
      return MaintenanceChange.start(session, how);
    }
  }

  @Command(name = "finish", description = "Gives it back.", mixinStandardHelpOptions = true)
  int finish(@Mixin ContractOptions where, @Mixin ChangeOptions how) {
    try (ContractSession session = where.open(Role.OPERATOR)) {
      session.self();
      return MaintenanceChange.finish(session, how);
    }
  }

  @Command(name = "status", description = "Prints who has it.", mixinStandardHelpOptions = true)
  int status(@Mixin ContractOptions where) {
    try (ContractSession session = where.open(Role.OPERATOR)) {
      Optional<OperatorId> holder = session.view().maintenance();
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("in_progress", holder.isPresent());
      holder.ifPresent(id -> object.put("by", id.toString()));
      session.output().answer(text(session, holder), object);
      return ExitStatus.DONE;
    }
  }

  private static String text(ContractSession session, Optional<OperatorId> holder) {
    if (holder.isEmpty()) {
      return "Maintenance: None";
    }
    OperatorId id = holder.get();
    String who =
        session.view().slotOf(id).stream()
            .mapToObj(slot -> session.names().of(slot))
            .findFirst()
            .orElse(id + (id.equals(session.view().owner()) ? " (the owner)" : " (no operator)"));
    return "Maintenance: In progress\n" + who;
  }
}
