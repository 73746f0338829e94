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
import network.wcn.cli.contract.SettingsText;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn admin settings}: what all nodes of the network share. */
@Command(
    name = "settings",
    description = "What all nodes of the network share.",
    mixinStandardHelpOptions = true)
final class SettingsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? A command is missing");
  }

  @Command(name = "show", description = "Prints the settings.", mixinStandardHelpOptions = true)
  int show(@Mixin ContractOptions where) {
    try (ContractSession session = where.open(Role.OWNER)) {
      ContractSettings settings = session.view().settings();
      session
          .output()
          .answer(
              SettingsText.block(settings).stripTrailing().stripIndent(),
              SettingsText.json(settings));
      return ExitStatus.DONE;
    }
  }

  @Command(
      name = "set",
      aliases = "update",
      description = {
        "Changes settings; what is not given stays as it is. Settings that cannot be read are",
        "written anew, with defaults for what is not given."
      },
      mixinStandardHelpOptions = true)
  int set(@Mixin ContractOptions where, @Mixin ChangeOptions how, @Mixin SettingsOptions settings) {
    try (ContractSession session = where.open(Role.OWNER)) {
      ContractSettings old = session.view().settings();
      ContractSettings changed = settings.applyTo(old);
      if (changed.equals(old)) {
        throw session.wrong("nothing to change: the settings are so already");
      }
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("old", SettingsText.json(old));
      facts.put("new", SettingsText.json(changed));
      return new ChangeFlow(session, how)
          .make(
              Change.asking(
                  "Old:\n"
                      + SettingsText.block(old)
                      + "New:\n"
                      + SettingsText.block(changed).stripTrailing(),
                  facts,
                  new ContractCall.UpdateSettings(changed)));
    }
  }
}
