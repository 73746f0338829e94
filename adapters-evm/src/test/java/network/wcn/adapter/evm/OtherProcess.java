package network.wcn.adapter.evm;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import network.wcn.domain.identity.OperatorId;
import network.wcn.port.metrics.Metrics;
import network.wcn.tck.cluster.TestAccount;

/** Another process that makes calls with the owner's key. */
final class OtherProcess {
  private OtherProcess() {}

  /** Makes {@code callCount} calls in a JVM of their own; answers its exit status. */
  static long submit(DevelopmentChain chain, OperatorId contract, int callCount)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                chain.httpUrl().toString(),
                contract.toString(),
                Integer.toString(callCount))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new AssertionError("the other process ended with " + status + ": " + output);
    }
    return status;
  }

  /** Takes the provider's URL, the contract's address and how many calls to make. */
  public static void main(String[] arguments) {
    try (EvmClusterContract owner =
        EvmClusterContract.connect(
            EvmFaultFixture.settings(URI.create(arguments[0])),
            OperatorId.parse(arguments[1]),
            Optional.of(EvmDeployment.signer(TestAccount.OWNER)),
            Metrics.none())) {
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        owner.submit(EvmFaultFixture.update(100 + i));
      }
    }
  }
}
