package network.wcn.cli.contract;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * Said by {@code bin/wcn_operator} and {@code bin/wcn_admin}: whoever calls the command knows it
 * from the reference, whose scripts have to go on working without a new option.
 */
public final class DropIn {
  @Option(names = "--drop-in", hidden = true, description = "Ask only where the reference asks.")
  private boolean isDropIn;

  /** Returns whether the command, or one that it belongs to, was called so. */
  static boolean isOneOf(CommandSpec command) {
    for (CommandSpec mixin : command.mixins().values()) {
      if (mixin.userObject() instanceof DropIn said) {
        return said.isDropIn;
      }
    }
    return command.parent() != null && isOneOf(command.parent());
  }
}
