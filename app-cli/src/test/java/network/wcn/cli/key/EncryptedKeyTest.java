package network.wcn.cli.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Random;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import org.junit.jupiter.api.Test;

class EncryptedKeyTest {
  private static final char[] PASSPHRASE = "correct hörse".toCharArray();
  private static final SecretKey KEY = key(7);

  /**
   * What OpenSSL 3.0.19 made of {@link #KEY}: {@code openssl pkcs8 -topk8 -v2 aes-128-cbc -v2prf
   * hmacWithSHA512 -iter 2048}.
   */
  private static final String BY_OPENSSL =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiNhuTe2oyyPgICCAAw
      DAYIKoZIhvcNAgsFADAdBglghkgBZQMEAQIEECarareAeTbyVK390LsQb/gEQGYO
      cBeHoKkAlN0BND6QsXcHLFHQmEYlY1LtFWoUsDSVNZaKppKkYRS+al61REnwQbHD
      ODpS6s9B4/gJttUEJ68=
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  /** The same under scrypt, which the JDK does not have. */
  private static final String UNDER_SCRYPT =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIGTME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAhCx5vIBSu11gICQAAC
      AQgCAQEwHQYJYIZIAWUDBAEqBBCCToJSKF6asUxEHq8B4Tk+BEAjU9PNFBovgHXm
      uCB7UtYkiFEfeZIVtpqborKyIJdutM9jPOoNsPNoP78tHvCInaXOxhYK7CXaozCt
      dF5CoIEp
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  private static SecretKey key(int number) {
    byte[] seed = new byte[SecretKey.SIZE_BYTES];
    seed[0] = (byte) number;
    return new SecretKey(Bytes.wrap(seed));
  }

  private static String refusal(String text, char[] passphrase) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class, () -> EncryptedKey.read(text, passphrase), text)
            .getMessage());
  }

  private static String labelled(PeerId peerId) {
    return "Peer ID: " + peerId + "\n" + BY_OPENSSL;
  }

  @Test
  void aKeyComesBackAndIsNowhereInTheText() {
    String text = EncryptedKey.write(KEY, PASSPHRASE, new SecureRandom());
    assertTrue(text.startsWith("Peer ID: " + KEY.peerId() + "\n-----BEGIN ENCRYPTED"), text);
    assertFalse(text.contains(KEY.secretText()), text);
    assertEquals(KEY, EncryptedKey.read(text, PASSPHRASE));
    assertEquals(KEY, EncryptedKey.read(text.replace("\n", "\r\n"), PASSPHRASE));
  }

  @Test
  void whatOpensslWroteIsReadToo() {
    assertEquals(KEY, EncryptedKey.read(BY_OPENSSL, PASSPHRASE));
    assertEquals(KEY, EncryptedKey.read(labelled(KEY.peerId()), PASSPHRASE));
  }

  @Test
  void anotherPassphraseDoesNotOpenIt() {
    assertTrue(refusal(BY_OPENSSL, "correct horse".toCharArray()).contains("by this passphrase"));
  }

  @Test
  void aKeyUnderTheWrongNameIsNoticed() {
    assertTrue(
        refusal(labelled(key(8).peerId()), PASSPHRASE).contains("holds that of " + KEY.peerId()));
    assertTrue(refusal("Peer ID: x0\n" + BY_OPENSSL, PASSPHRASE).contains("damaged"));
  }

  @Test
  void otherTextIsNoExportedKey() {
    assertTrue(refusal("", PASSPHRASE).contains("is no exported key"));
    assertTrue(refusal(KEY.secretText(), PASSPHRASE).contains("is no exported key"));
    assertTrue(refusal(BY_OPENSSL.replace("MIGb", "MIG"), PASSPHRASE).contains("is damaged"));
    assertTrue(refusal(UNDER_SCRYPT, PASSPHRASE).contains("not encrypted by PBES2"));
  }

  @Test
  void nobodyIsKeptWaitingByAFileThatAsksForManyIterations() {
    String body = BY_OPENSSL.replaceAll("-----.*-----", "");
    Bytes before = Bytes.wrap(Base64.getMimeDecoder().decode(body));
    // 02 02 08 00: the two bytes of 2048. One byte more changes five lengths around them.
    String longer = before.toHex().replace("02020800", "02047fffffff");
    for (String[] lengths :
        new String[][] {
          {"30819b3057", "30819d3059"},
          {"304a3029", "304c302b"},
          {"301c0408", "301e0408"}
        }) {
      assertTrue(longer.contains(lengths[0]), longer);
      longer = longer.replace(lengths[0], lengths[1]);
    }
    String text =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
            + Base64.getEncoder().encodeToString(Bytes.fromHex(longer).toArray())
            + "\n-----END ENCRYPTED PRIVATE KEY-----";
    assertTrue(refusal(text, PASSPHRASE).contains("asks for 2147483647 iterations"));
  }

  @Test
  void damageIsRefusedOrDoesNotMatter() {
    Random random = new Random(1);
    Bytes whole =
        Bytes.wrap(Base64.getMimeDecoder().decode(BY_OPENSSL.replaceAll("-----.*-----", "")));
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.toArray();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      String text =
          "Peer ID: "
              + KEY.peerId()
              + "\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
              + Base64.getEncoder().encodeToString(damaged)
              + "\n-----END ENCRYPTED PRIVATE KEY-----";
      try {
        assertEquals(KEY, EncryptedKey.read(text, PASSPHRASE));
      } catch (IllegalArgumentException _) {
        // Refused, as most of them are.
      } catch (RuntimeException | Error e) {
        throw new AssertionError("round " + i + ": " + text, e);
      }
    }
  }
}
