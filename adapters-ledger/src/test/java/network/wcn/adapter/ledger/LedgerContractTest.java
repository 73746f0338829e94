package network.wcn.adapter.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.membership.Genesis;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.tck.cluster.ClusterContractSuite;
import network.wcn.tck.cluster.Deployment;
import network.wcn.tck.cluster.TestAccount;
import network.wcn.tck.net.TcpRelay;
import network.wcn.wire.account.AccountKey;
import org.junit.jupiter.api.io.TempDir;

/** The ledger service does what every contract does, each connection through a cable of its own. */
class LedgerContractTest extends ClusterContractSuite {
  @TempDir Path directory = Path.of("");

  @Override
  protected Deployment deploy(Genesis genesis) {
    return new LedgerDeployment(LedgerService.start(0, freshJournal(), genesis));
  }

  private Path freshJournal() {
    try {
      return Files.createTempDirectory(directory, "ledger").resolve("journal");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class LedgerDeployment implements Deployment {
    private final LedgerService service;
    private final List<AutoCloseable> open = new ArrayList<>();

    LedgerDeployment(LedgerService service) {
      this.service = service;
    }

    @Override
    public Connection connect(Optional<TestAccount> signer) {
      TcpRelay relay = new TcpRelay(service.port());
      URI url = URI.create("ledger+http://127.0.0.1:" + relay.port());
      LedgerContract contract =
          LedgerContract.connect(
              url,
              service.contract(),
              signer.map(account -> AccountKey.parse(account.privateKeyHex())));
      open.add(contract);
      open.add(relay);
      return new RelayedConnection(contract, relay);
    }

    @Override
    public void close() {
      for (AutoCloseable closeable : open) {
        try {
          closeable.close();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
      service.close();
    }
  }

  private record RelayedConnection(ClusterContract contract, TcpRelay relay)
      implements Deployment.Connection {
    @Override
    public void cut() {
      relay.cut();
    }

    @Override
    public void restore() {
      relay.restore();
    }
  }
}
