package network.wcn.app.node;

import network.wcn.app.base.lifecycle.ServerProcess;
import network.wcn.app.node.wiring.NodeComponent;

/** Runs a node, set up by environment variables, until a signal ends it. */
public final class Main {
  private Main() {}

  /** Runs the node; arguments mean nothing. */
  public static void main(String[] arguments) {
    ServerProcess.run((lifecycle, readiness) ->
        NodeComponent.of(NodeSettings.from(System.getenv())).server().start(lifecycle, readiness));
  }
}
