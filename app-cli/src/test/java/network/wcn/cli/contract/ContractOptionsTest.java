package network.wcn.cli.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.WithContract;
import org.junit.jupiter.api.Test;

class ContractOptionsTest extends WithContract {
  private static final String NOWHERE = "ledger+http://127.0.0.1:1";
  private static final String OTHER_KEY = "11".repeat(32);

  private String config(String url, String contract, String encryptionKey) throws IOException {
    String json =
        """
        {"chain": {"kind": "ledger", "rpc_provider_url": "%s", "contract_address": "%s",
            "owner_private_key": "%s", "port": 1, "dir": "."},
         "encryption_key": "%s", "client": {"secret_key": "", "peer_id": "", "namespaces": []},
         "operators": [{"id": "%s", "name": "operator-1", "private_key": "%s", "nodes": []}]}
        """
            .formatted(
                url,
                contract,
                network.privateKey(0),
                encryptionKey,
                network.account(1),
                network.privateKey(1));
    return Files.writeString(directory.resolve("devnet.json"), json).toString();
  }

  @Test
  void aDevnetsFileSaysEverything() throws IOException {
    String file = config(network.providerUrl(), network.contract(), "00".repeat(32));
    assertEquals(
        ExitStatus.DONE,
        network.run("", "operator", "view", "--config", file, "--as", "1", "--json"),
        network::err);
    assertEquals("operator-1", network.json().get("name").asText());
  }

  @Test
  void whatAnOptionSaysWinsOverTheFile() throws IOException {
    String file = config(NOWHERE, network.account(6).toString(), OTHER_KEY);
    assertEquals(
        ExitStatus.DONE, network.as(2, "operator", "view", "--config", file), network::err);
    assertTrue(network.out().contains("Name: operator-2\n"), network.out());
    assertTrue(network.out().contains("IPv4 address: 10.0.0.20\n"), network.out());
  }

  @Test
  void theFileStillSaysWhatOptionsLeaveOut() throws IOException {
    String file = config(NOWHERE, network.contract(), "00".repeat(32));
    assertEquals(
        ExitStatus.DONE,
        network.run(
            "",
            "operator",
            "view",
            "--config",
            file,
            "--as",
            "1",
            "--rpc-provider-url",
            network.providerUrl()),
        network::err);
    assertTrue(network.out().contains("Name: operator-1\n"), network.out());
  }

  @Test
  void oneAccountSigns() throws IOException {
    String file = config(network.providerUrl(), network.contract(), "00".repeat(32));
    assertEquals(
        ExitStatus.WRONG_USAGE, network.as(2, "operator", "view", "--config", file, "--as", "1"));
    assertTrue(network.err().contains("one account only"), network.err());
  }

  @Test
  void aSignerThatCannotBeAskedIsWrongUsageAndItsUrlIsNotRepeated() {
    for (String url : new String[] {"ftp://host/secret", "http:// secret", "secret"}) {
      assertEquals(
          ExitStatus.WRONG_USAGE,
          network.run(
              "",
              "operator",
              "view",
              "--rpc-provider-url",
              network.providerUrl(),
              "--contract-address",
              network.contract(),
              "--signer-url",
              url));
      assertTrue(network.err().contains("begins with http:// or https://"), network.err());
      assertFalse(network.err().contains("secret"), network.err());
    }
  }

  @Test
  void whatIsNoAddressOfAContractIsCalledThat() throws IOException {
    assertEquals(
        ExitStatus.WRONG_USAGE,
        network.run(
            "",
            "admin",
            "view",
            "--rpc-provider-url",
            network.providerUrl(),
            "--contract-address",
            "0x1234"));
    assertTrue(
        network
            .err()
            .startsWith(
                "Error: a contract's address is 0x and 40 hex digits, got \"0x1234\""
                    + " (--contract-address, "),
        network.err());
    String file = config(network.providerUrl(), "nowhere", OTHER_KEY);
    assertEquals(ExitStatus.WRONG_USAGE, network.run("", "admin", "view", "--config", file));
    assertTrue(network.err().contains("got \"nowhere\""), network.err());
  }

  @Test
  void whatIsBeingSentIsNotYetSaidToBeSent() {
    assertEquals(ExitStatus.DONE, network.as(2, "operator", "rename", "-n", "fresh", "-y"));
    assertTrue(
        network.err().startsWith("Sending as " + network.account(2) + ", waiting"), network.err());
  }
}
