package network.wcn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import network.wcn.domain.identity.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCommandTest {
  private static final String SECRET = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String PUBLIC = "O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik=";
  private static final String PEER = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";
  private static final String OTHER_PEER = ContractFixture.peer(1).toString();

  @TempDir private Path directory = Path.of("");
  private CommandRun last = new CommandRun(0, "", "");

  private int run(String... arguments) {
    last = CommandRun.of("", arguments);
    return last.status();
  }

  private void assertDone(String... arguments) {
    assertEquals(ExitStatus.DONE, run(arguments), last::told);
  }

  private void assertRefused(int status, String message, String... arguments) {
    assertEquals(status, run(arguments), last::told);
    assertTrue(last.err().contains(message), last.err());
    assertFalse(last.err().contains(SECRET), last.err());
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  private void assertOwnerOnly(String file) throws IOException {
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file))));
  }

  @Test
  void aGeneratedKeyProvesItsPeerId() throws IOException {
    assertDone("key", "generate", "--json");
    JsonNode first = last.json();
    SecretKey key = SecretKey.parse(first.get("secret_key").asText());
    assertEquals(key.peerId().toString(), first.get("peer_id").asText());
    assertDone("operator", "key", "generate", "--json");
    assertNotEquals(first, last.json());
  }

  @Test
  void aKeyThatGoesToAFileIsNotPrinted() throws IOException {
    String file = file("key");
    assertDone("operator", "key", "generate", "--out", file);
    assertOwnerOnly(file);
    String secret = Files.readString(Path.of(file));
    assertFalse(last.out().contains(secret.strip()), last.out());
    String printed = last.out();
    assertDone("operator", "key", "peer-id", "--secret-key-file", file);
    assertTrue(printed.endsWith(last.out().substring(last.out().indexOf("Peer ID: "))), printed);

    assertRefused(
        ExitStatus.FAILED,
        file + " exists already; --force replaces it",
        "operator",
        "key",
        "generate",
        "--out",
        file);
    assertEquals(secret, Files.readString(Path.of(file)));
    assertDone("operator", "key", "generate", "--out", file, "--force");
    assertNotEquals(secret, Files.readString(Path.of(file)));
    assertOwnerOnly(file);
  }

  @Test
  void aKeyIsPrintedAsTheReferencePrintsIt() {
    for (String[] verb : new String[][] {{"key", "validate"}, {"operator", "key", "validate"}}) {
      String[] arguments = new String[verb.length + 2];
      System.arraycopy(verb, 0, arguments, 0, verb.length);
      arguments[verb.length] = "-s";
      arguments[verb.length + 1] = SECRET;
      assertDone(arguments);
      assertEquals("Secret key: " + SECRET + "\nPeer ID: " + PEER + "\n", last.out());
    }
  }

  @Test
  void aBadKeyIsWrongUsageAndIsNotRepeated() {
    assertEquals(ExitStatus.WRONG_USAGE, run("key", "validate", "-s", "hunter2"));
    assertTrue(last.err().contains("44 characters"), last.err());
    assertFalse(last.err().contains("hunter2"), last.err());
  }

  @Test
  void peerIdsAndPublicKeysAreTwoFormsOfOneThing() throws IOException {
    String text = "Public key: " + PUBLIC + "\nPeer ID: " + PEER + "\n";
    String secretFile = file("key", SECRET + "\n");
    for (String[] given :
        new String[][] {
          {"--secret-key", SECRET},
          {"--secret-key-file", secretFile},
          {"--public-key", PUBLIC},
          {"--peer-id", PEER}
        }) {
      assertDone("operator", "key", "peer-id", given[0], given[1]);
      assertEquals(text, last.out());
    }
    assertDone("operator", "key", "peer-id", "--peer-id", PEER, "--json");
    assertEquals(PUBLIC, last.json().get("public_key").asText());
  }

  @Test
  void oneKeyIsAskedAboutAtATime() {
    assertRefused(
        ExitStatus.WRONG_USAGE, "one key only", "key", "peer-id", "-s", SECRET, "-i", PEER);
    assertRefused(
        ExitStatus.WRONG_USAGE,
        "one key only",
        "key",
        "peer-id",
        "-s",
        SECRET,
        "--secret-key-file",
        "x");
    assertRefused(
        ExitStatus.WRONG_USAGE, "32 bytes in base64", "key", "peer-id", "--public-key", "AAAA");
    assertRefused(
        ExitStatus.FAILED,
        "another key than an Ed25519 public key",
        "key",
        "peer-id",
        "-i",
        "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");
  }

  @Test
  void aKeyIsExportedVerifiedAndImported() throws IOException {
    String passphrase = file("passphrase", "correct hörse\n");
    String backup = file("backup.pem");
    String[] export = {
      "operator",
      "key",
      "export",
      "--secret-key",
      SECRET,
      "--out",
      backup,
      "--passphrase-file",
      passphrase
    };
    assertDone(export);
    assertTrue(last.out().endsWith("\nPeer ID: " + PEER + "\n"), last.out());
    assertFalse(last.out().contains(SECRET), last.out());
    assertOwnerOnly(backup);
    assertRefused(ExitStatus.FAILED, "--force replaces it", export);

    assertDone(
        "operator",
        "key",
        "verify",
        "--in",
        backup,
        "--passphrase-file",
        passphrase,
        "--peer-id",
        PEER,
        "--json");
    assertEquals(PEER, last.json().get("peer_id").asText());

    String restored = file("restored");
    assertDone(
        "operator",
        "key",
        "import",
        "--in",
        backup,
        "--passphrase-file",
        passphrase,
        "--out",
        restored);
    assertFalse(last.out().contains(SECRET), last.out());
    assertOwnerOnly(restored);
    assertEquals(SECRET + "\n", Files.readString(Path.of(restored)));
    assertDone(
        "operator", "key", "import", "--in", backup, "--passphrase-file", passphrase, "--print");
    assertEquals("Secret key: " + SECRET + "\nPeer ID: " + PEER + "\n", last.out());
  }

  @Test
  void aBackupThatDoesNotFitIsRefused() throws IOException {
    String passphrase = file("passphrase", "correct hörse\n");
    String backup = file("backup.pem");
    assertDone(
        "key", "export", "-s", SECRET, "--out", backup, "--passphrase-file", passphrase, "--json");
    assertRefused(
        ExitStatus.FAILED,
        "holds the key of " + PEER + ", not of " + OTHER_PEER,
        "key",
        "verify",
        "--in",
        backup,
        "--passphrase-file",
        passphrase,
        "--peer-id",
        OTHER_PEER);
    assertRefused(
        ExitStatus.FAILED,
        backup + " is not opened by this passphrase",
        "key",
        "import",
        "--in",
        backup,
        "--print",
        "--passphrase-file",
        file("other", "wrong horse"));
    assertRefused(
        ExitStatus.FAILED,
        "there is no " + file("missing"),
        "key",
        "verify",
        "--in",
        file("missing"),
        "--passphrase-file",
        passphrase);
    assertRefused(
        ExitStatus.WRONG_USAGE,
        "where to? --out FILE",
        "key",
        "import",
        "--in",
        backup,
        "--passphrase-file",
        passphrase);
  }

  @Test
  void anExportNeedsAPlaceAndAGoodPassphrase() throws IOException {
    String good = file("good", "correct horse");
    assertRefused(
        ExitStatus.WRONG_USAGE,
        "--out FILE is missing",
        "key",
        "export",
        "-s",
        SECRET,
        "--passphrase-file",
        good);
    assertRefused(
        ExitStatus.FAILED,
        "at least 8 characters, got 5",
        "key",
        "export",
        "-s",
        SECRET,
        "--passphrase-file",
        file("bad", "12345"),
        "--out",
        file("backup"));
    assertRefused(
        ExitStatus.FAILED,
        "there is no directory " + file("no"),
        "key",
        "export",
        "-s",
        SECRET,
        "--passphrase-file",
        good,
        "--out",
        file("no/backup"));
    assertRefused(
        ExitStatus.FAILED,
        "is a directory",
        "key",
        "generate",
        "--out",
        directory.toString(),
        "--force");
    assertFalse(Files.exists(directory.resolve("backup")));
  }
}
