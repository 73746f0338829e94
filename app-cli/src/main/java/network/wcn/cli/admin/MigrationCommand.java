package network.wcn.cli.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.contract.Change;
import network.wcn.cli.contract.ChangeFlow;
import network.wcn.cli.contract.ChangeOptions;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.Role;
import network.wcn.domain.membership.ContractCall;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn admin migration}: moves data to another set of operators. */
@Command(
    name = "migration",
    description = "Moves data to another set of operators.",
    mixinStandardHelpOptions = true)
final class MigrationCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? A command is missing");
  }

  @Command(
      name = "plan",
      description = "Prints what a migration would move, by operator; changes nothing.",
      mixinStandardHelpOptions = true)
  int plan(
      @Mixin ContractOptions where,
      @Mixin KeyspaceOptions keyspace,
      @Mixin MetricsOptions metrics) {
    try (ContractSession session = where.open(Role.OWNER)) {
      KeyspaceChange change = keyspace.change(session);
      MovePreview preview = new MovePreview(session, change, metrics.fetch());
      Map<String, Object> object = change.json(session);
      object.putAll(preview.json());
      session.output().answer(change.text(session) + "\n" + preview.text(), object);
      return ExitStatus.DONE;
    }
  }

  @Command(
      name = "start",
      description = {
        "Starts a migration. Every operator that takes part must be ready: its data readable, every",
        "node of it reachable and up to date."
      },
      mixinStandardHelpOptions = true)
  int start(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Mixin KeyspaceOptions keyspace,
      @Mixin MetricsOptions metrics,
      @Option(names = "--force", description = "Start even if operators are not ready.")
          boolean isForced) {
    try (ContractSession session = where.open(Role.OWNER)) {
      KeyspaceChange change = keyspace.change(session);
      ContractCall call = new ContractCall.StartMigration(change.after());
      ChangeFlow flow = new ChangeFlow(session, how);
      flow.tryOut(call);
      MovePreview preview = new MovePreview(session, change, metrics.fetch());
      if (!isForced) {
        Readiness.require(session, change.everyone(), metrics.metrics());
      }
      Map<String, Object> facts = change.json(session);
      facts.putAll(preview.json());
      return flow.make(Change.asking(change.text(session) + "\n" + preview.text(), facts, call));
    }
  }

  @Command(
      name = "abort",
      description = {
        "Aborts the migration that runs. The operators from before it hold all data, what was",
        "written meanwhile too."
      },
      mixinStandardHelpOptions = true)
  int abort(@Mixin ContractOptions where, @Mixin ChangeOptions how) {
    try (ContractSession session = where.open(Role.OWNER)) {
      long id = session.view().migration().id();
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("id", Long.toUnsignedString(id));
      return new ChangeFlow(session, how)
          .make(
              Change.askingOnlyHere(
                  "Aborting migration " + Long.toUnsignedString(id),
                  facts,
                  new ContractCall.AbortMigration(id)));
    }
  }
}
