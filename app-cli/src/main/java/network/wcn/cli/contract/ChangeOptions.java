package network.wcn.cli.contract;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a change is made: after a question, at once, or not at all. */
public final class ChangeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-y", "--yes", "--auto-approve"},
      description = "Do not ask before the change is made.")
  private boolean isApproved;

  @Option(
      names = "--dry-run",
      description = "Show the change and try it on the contract's rules; send nothing.")
  private boolean isDryRun;

  boolean isApproved() {
    return isApproved;
  }

  /** Returns whether nothing is to be sent. */
  public boolean isDryRun() {
    return isDryRun;
  }

  /** Returns whether it has to go as the reference's users know it. */
  boolean isDropIn() {
    return DropIn.isOneOf(command);
  }
}
