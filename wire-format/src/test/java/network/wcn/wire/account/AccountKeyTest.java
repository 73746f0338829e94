package network.wcn.wire.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.wire.MalformedMessage;
import org.junit.jupiter.api.Test;

class AccountKeyTest {
  /** The publicly known keys of the mnemonic "test test ... junk", in order. */
  private static final List<String> WELL_KNOWN_KEYS =
      List.of(
          "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
          "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
          "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
          "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6",
          "0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a",
          "0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba",
          "0x92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e",
          "0x4bbbf85ce3377467afe5d46f804f221813b2bb87f24d81f60f1fcdbf7cbf4356",
          "0xdbda1821b80551c9d65939329250298aa3472ba22feea921c0cf5d620ea67b97",
          "0x2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6");

  @Test
  void wellKnownKeysHaveTheirRecordedAddresses() throws IOException {
    Path meta = Path.of(System.getProperty("wcn.vectors", "../vectors"), "contract", "meta.json");
    JsonNode recorded = new ObjectMapper().readTree(Files.readAllBytes(meta)).get("accounts");
    List<OperatorId> expected = new ArrayList<>();
    for (int i = 0; i < WELL_KNOWN_KEYS.size(); i++) {
      expected.add(OperatorId.parse(recorded.get(i).asText()));
    }

    assertEquals(
        expected, WELL_KNOWN_KEYS.stream().map(key -> AccountKey.parse(key).address()).toList());
  }

  /** The example in the documentation of web3.js, eth.accounts.sign. */
  @Test
  void signatureEqualsThatOfAnEvmWallet() {
    AccountKey key =
        AccountKey.parse("0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318");

    assertEquals("0x2c7536e3605d9c16a7a3d7b1898e529396a65c23", key.address().toString());
    assertEquals(
        "b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
            + "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a029"
            + "1c",
        key.sign(Bytes.utf8("Some data")).toHex());
  }

  @Test
  void keccakIsTheOneBeforeSha3() {
    assertEquals(
        "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        Keccak256.hash(Bytes.empty()).toHex());
  }

  @Test
  void signerIsRecoveredFromAnyMessage() {
    long seed = 7;
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      AccountKey key = AccountKey.generate(random);
      byte[] content = new byte[random.nextInt(200)];
      random.nextBytes(content);
      Bytes message = Bytes.wrap(content);

      Bytes signature = key.sign(message);

      assertEquals(key.address(), AccountKey.signerOf(message, signature), "seed " + seed);
      assertNotEquals(
          key.address(),
          AccountKey.signerOf(message.concat(Bytes.of((byte) 0)), signature),
          "seed " + seed);
      assertEquals(key.address(), AccountKey.parse(key.exportHex()).address(), "seed " + seed);
    }
  }

  @Test
  void noMutatedSignatureNamesTheSignerOrFailsOtherwiseThanDocumented() {
    long seed = 11;
    Random random = new Random(seed);
    AccountKey key = AccountKey.generate(random);
    Bytes message = Bytes.utf8("hello");
    Bytes signature = key.sign(message);
    for (int i = 0; i < 500; i++) {
      byte[] mutated = signature.toArray();
      int flips = 1 + random.nextInt(3);
      for (int flip = 0; flip < flips; flip++) {
        mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Bytes forged = Bytes.wrap(mutated);
      if (forged.equals(signature)) {
        continue;
      }
      try {
        assertNotEquals(key.address(), AccountKey.signerOf(message, forged), "seed " + seed);
      } catch (MalformedMessage _) {
        // The one documented answer to a malformed signature.
      }
    }
  }

  @Test
  void theOtherFormOfASignatureIsRefused() {
    AccountKey key = AccountKey.parse(WELL_KNOWN_KEYS.getFirst());
    Bytes message = Bytes.utf8("hello");
    Bytes signature = key.sign(message);
    BigInteger order =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    BigInteger s = new BigInteger(signature.slice(32, 64).toHex(), 16);
    Bytes highS =
        signature
            .slice(0, 32)
            .concat(Bytes.fromHex(String.format("%064x", order.subtract(s))))
            .concat(Bytes.of((byte) (55 - signature.at(64))));

    assertThrows(MalformedMessage.class, () -> AccountKey.signerOf(message, highS));
  }

  @Test
  void keysAreReadWithAndWithoutPrefix() {
    String hex = WELL_KNOWN_KEYS.getFirst();

    assertEquals(
        AccountKey.parse(hex).address(),
        AccountKey.parse(hex.substring(2).toUpperCase(Locale.ROOT)).address());
  }

  @Test
  void badKeysAreRefusedWithoutRepeatingThem() {
    String secret = WELL_KNOWN_KEYS.getFirst().substring(2, 64);
    for (String bad :
        List.of(
            "", "0x", secret, secret + "zz", "-" + secret + "0", "0".repeat(64), "f".repeat(64))) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> AccountKey.parse(bad), bad);
      assertFalse(String.valueOf(refused.getMessage()).contains(secret));
    }
  }

  @Test
  void aKeyPrintsItsAddressOnly() {
    assertEquals(
        "AccountKey of 0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
        AccountKey.parse(WELL_KNOWN_KEYS.getFirst()).toString());
  }
}
