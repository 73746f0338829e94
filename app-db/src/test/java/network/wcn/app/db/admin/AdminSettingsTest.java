package network.wcn.app.db.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.wcn.app.base.environment.ConfigurationProblems;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.db.backup.BackupSettings;
import network.wcn.app.db.dump.DumpSecret;
import network.wcn.domain.ops.BackupPolicy;
import network.wcn.domain.ops.GcPolicy;
import org.junit.jupiter.api.Test;

class AdminSettingsTest {
  private static OperationSettings with(String... pairs) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    Environment in = new Environment(variables);
    return in.finish(OperationSettings.from(in));
  }

  private static void assertRefused(String... pairs) {
    ConfigurationProblems problems = assertThrows(ConfigurationProblems.class, () -> with(pairs));
    assertFalse(String.valueOf(problems.getMessage()).contains("hunter2"), problems.getMessage());
  }

  @Test
  void withoutSettingsThereAreNoBackupsAndOnlyLoopbackListens() {
    OperationSettings settings = with();
    assertEquals(
        new BackupSettings(
            Optional.empty(),
            BackupPolicy.STANDARD,
            50_000_000,
            Optional.empty(),
            Optional.empty(),
            true),
        settings.backup());
    assertEquals(
        new AdminSettings(4201, false, InetAddress.getLoopbackAddress(), Optional.empty(), false),
        settings.admin());
    assertEquals(GcPolicy.STANDARD, settings.gc());
  }

  @Test
  void weakPasswordsNeedAWordAndTemplatesNeverPass() {
    assertRefused("ADMIN_PASSWORD", "hunter2");
    assertRefused("ADMIN_PASSWORD", "");
    assertRefused("ADMIN_PASSWORD", "your_admin_password");
    assertRefused("ADMIN_PASSWORD", "admin_password", "ADMIN_PASSWORD_ALLOW_WEAK", "true");
    AdminPassword weak =
        with("ADMIN_PASSWORD", "hunter2", "ADMIN_PASSWORD_ALLOW_WEAK", "true")
            .admin()
            .password()
            .orElseThrow();
    assertTrue(weak.matches("hunter2"));
    assertFalse(weak.matches("hunter3"));
    assertEquals("<redacted>", weak.toString());
  }

  @Test
  void aSecretFileThatCannotBeReadIsAProblem() {
    assertRefused("ENCRYPTION_SECRET_FILE_PATH", "/nowhere/at/all");
    assertRefused("ENCRYPTION_SECRET_FILE_PATH", "/dev/null");
  }

  @Test
  void aTildeBeforeASecretFileIsTheHomeOfTheUser() throws IOException {
    Path home = Path.of(System.getProperty("user.home"));
    Path secret = Files.createTempFile(home, ".wcn-test-", "");
    try {
      Files.writeString(secret, "of mine\n");
      OperationSettings settings = with("ENCRYPTION_SECRET_FILE_PATH", "~/" + secret.getFileName());
      assertEquals(Optional.of(DumpSecret.read(secret)), settings.backup().secret());
    } finally {
      Files.delete(secret);
    }
  }

  @Test
  void intervalsAreSeconds() {
    OperationSettings settings =
        with(
            "BACKUP_INTERVAL_SECS", "3600",
            "BACKUP_RETENTION_DAYS", "0",
            "STORAGE_GC_INTERVAL_SECS", "60",
            "STORAGE_KEEP_HISTORY", "true");
    assertEquals(new BackupPolicy(Duration.ofHours(1), 0), settings.backup().policy());
    assertEquals(new GcPolicy(Duration.ofMinutes(1), true), settings.gc());
    assertRefused("BACKUP_INTERVAL_SECS", "0");
  }
}
