package network.wcn.cli.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import network.wcn.adapter.ledger.LedgerService;
import network.wcn.cli.devnet.LedgerGenesis;

/**
 * The process of a devnet's ledger.
 *
 * <p>Arguments: port, journal file, the {@code devnet.json} that says how to begin, and the file to
 * write the contract's address to once it is served. Serves until a signal comes.
 */
public final class LedgerMain {
  private LedgerMain() {}

  public static void main(String[] arguments) throws InterruptedException, IOException {
    List<String> given = new ArrayList<>(List.of(arguments));
    if (given.size() != 4) {
      throw new IllegalArgumentException(
          "expected port, journal, devnet.json and address file, got " + given);
    }
    LedgerService service =
        LedgerService.start(
            Integer.parseInt(given.get(0)),
            Path.of(given.get(1)),
            LedgerGenesis.read(Path.of(given.get(2))));
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "ledger-shutdown"));
    AddressFile.write(Path.of(given.get(3)), service.contract().toString());
    System.err.println("ledger serves " + service.contract() + " at " + service.providerUrl());
    new CountDownLatch(1).await();
  }
}
