package network.wcn.app.node;

import network.wcn.app.base.lifecycle.ServerProcess;
import network.wcn.app.node.shell.NodeVerbs;
import network.wcn.app.node.wiring.NodeComponent;

/** Runs a node, set up by environment variables, until a signal ends it; or a verb. */
public final class Main {
  private Main() {}

  /** Runs the node without arguments, else the verb that they name. */
  public static void main(String[] arguments) {
    if (arguments.length > 0) {
      System.exit(NodeVerbs.execute(arguments));
    }
    ServerProcess.run((lifecycle, readiness) ->
        NodeComponent.of(NodeSettings.from(System.getenv())).server().start(lifecycle, readiness));
  }
}
