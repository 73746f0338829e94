package network.wcn.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of commands on a contract share: the contract, made anew for each. */
public abstract class WithContract {
  @TempDir protected Path directory = Path.of("");
  protected ContractFixture network;

  @BeforeEach
  final void start() {
    network = new ContractFixture(directory);
  }

  @AfterEach
  final void stop() {
    network.close();
  }
}
