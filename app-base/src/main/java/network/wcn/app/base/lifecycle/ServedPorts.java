package network.wcn.app.base.lifecycle;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import network.wcn.app.base.http.HttpPort;
import network.wcn.app.base.http.HttpReply;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.rpc.ServerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the ports of a server and closes them with its life, saying so in the log. */
public final class ServedPorts {
  private static final Logger log = LoggerFactory.getLogger(ServedPorts.class);

  private final Lifecycle lifecycle;

  public ServedPorts(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /**
   * Opens the HTTP port, which answers until everything else is closed.
   *
   * @throws StartFailure if it is taken
   */
  public void openHttp(int port, Map<String, Supplier<HttpReply>> routes) {
    try {
      HttpPort http = HttpPort.open(port, routes);
      lifecycle.onClose("http", http);
      logPort("Serving", "metrics", http.port());
    } catch (IOException e) {
      throw new StartFailure("Failed to bind metrics server socket", e);
    }
  }

  /**
   * Opens a UDP port.
   *
   * @throws StartFailure if it is taken
   */
  public void openRpc(RpcTransport transport, ServerSettings settings, List<RpcService> services) {
    RpcServer server;
    try {
      server = transport.serve(settings, services);
    } catch (LinkFault fault) {
      throw new StartFailure("Failed to bind " + settings.name() + " rpc server socket", fault);
    }
    int port = server.port();
    logPort("Serving", settings.name(), port);
    lifecycle.onDrain(
        settings.name(),
        deadline -> {
          logPort("Shutting down", settings.name(), port);
          return server.drain(deadline);
        });
    lifecycle.onClose(
        settings.name(),
        () -> {
          server.close();
          logPort("Shut down", settings.name(), port);
        });
  }

  private static void logPort(String message, String name, int port) {
    log.atInfo().addKeyValue("port", port).addKeyValue("server_name", name).log(message);
  }
}
