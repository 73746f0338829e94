package network.wcn.app.node.wiring;

import dagger.BindsInstance;
import dagger.Component;
import jakarta.inject.Singleton;
import network.wcn.app.node.NodeSettings;
import network.wcn.app.node.service.NodeServer;
import network.wcn.app.node.service.Resync;

/** The assembled node. */
@Singleton
@Component(modules = NodeModule.class)
public interface NodeComponent {
  /** Returns the server, not started yet. */
  NodeServer server();

  /** Returns what fetches the operator's data from the others. */
  Resync resync();

  /** Makes the component from what is not assembled but set. */
  @Component.Factory
  interface Factory {
    NodeComponent create(@BindsInstance NodeSettings settings);
  }

  /** Assembles a node that is set up as {@code settings} say. */
  static NodeComponent of(NodeSettings settings) {
    return DaggerNodeComponent.factory().create(settings);
  }
}
