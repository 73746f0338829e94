package network.wcn.app.db.shell;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import network.wcn.app.base.environment.ConfigurationProblems;
import network.wcn.app.db.DatabaseSettings;
import network.wcn.app.db.backup.BackupSettings;
import network.wcn.app.db.backup.DumpDirectory;
import network.wcn.app.db.backup.MountPoints;
import network.wcn.app.db.dump.DumpFault;

/**
 * Compares a machine with what a database wants: 8 cores, 16 GB, 200 GB of fast disk, JDK 25.
 *
 * @see "features.md 003-003, operations.md B1"
 */
final class Doctor {
  private static final int JAVA = 25;
  private static final int CORES = 8;
  private static final int OPEN_FILES = 65_536;
  private static final int SOCKET_BUFFER_BYTES = 2_500_000;
  private static final int SYNCS = 21;
  private static final double SLOW_SYNC_MILLIS = 10;
  private static final double GIGABYTE = 1e9;

  /** What the kernel keeps for itself of 16 GB. */
  private static final double MEMORY_GIGABYTES = 15.5;

  private static final double DISK_GIGABYTES = 200;

  private final Map<String, String> variables;
  private final List<Finding> findings = new ArrayList<>();

  Doctor(Map<String, String> variables) {
    this.variables = variables;
  }

  /** Looks at everything and returns what was found, in a fixed order. */
  List<Finding> examine() {
    machine();
    Optional<DatabaseSettings> settings = settings();
    settings.ifPresent(found -> {
      disk(found.rocksDb().directory().toAbsolutePath());
      backups(found.operations().backup(), found.rocksDb().directory());
      add(
          "admin password",
          found.operations().admin().password().isPresent(),
          "without ADMIN_PASSWORD dumps cannot be reached through the admin port");
    });
    return List.copyOf(findings);
  }

  private void add(String requirement, boolean isMet, String found) {
    findings.add(Finding.of(requirement, isMet, found));
  }

  private void machine() {
    Runtime.Version java = Runtime.version();
    findings.add(
        new Finding(
            "Java",
            java.feature() >= JAVA ? Finding.Verdict.OK : Finding.Verdict.FAIL,
            java + ", at least " + JAVA + " is required"));
    String system = System.getProperty("os.name");
    add(
        "system",
        system.startsWith("Linux") || system.startsWith("Mac"),
        system + ", Linux or macOS is expected");
    int cores = Runtime.getRuntime().availableProcessors();
    add("cores", cores >= CORES, cores + ", " + CORES + " are recommended");
    OperatingSystemMXBean bean = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    double memory = bean.getTotalMemorySize() / GIGABYTE;
    add("memory", memory >= MEMORY_GIGABYTES, gigabytes(memory) + ", 16 GB are recommended");
    if (bean instanceof UnixOperatingSystemMXBean unix) {
      long files = unix.getMaxFileDescriptorCount();
      add("open files", files >= OPEN_FILES, files + ", " + OPEN_FILES + " are recommended");
    }
    socketBuffer(Path.of("/proc/sys/net/core/rmem_max"));
  }

  private void socketBuffer(Path file) {
    try {
      if (Files.exists(file)) {
        long bytes = Long.parseLong(Files.readString(file).strip());
        add(
            "UDP receive buffer",
            bytes >= SOCKET_BUFFER_BYTES,
            bytes + " bytes (net.core.rmem_max), " + SOCKET_BUFFER_BYTES + " are recommended");
      }
    } catch (IOException | NumberFormatException e) {
      add("UDP receive buffer", false, "cannot be read: " + e.getMessage());
    }
  }

  private Optional<DatabaseSettings> settings() {
    try {
      DatabaseSettings settings = DatabaseSettings.from(variables);
      add("settings", true, "all variables can be read");
      return Optional.of(settings);
    } catch (ConfigurationProblems problems) {
      add("settings", false, String.valueOf(problems.getMessage()));
      return Optional.empty();
    }
  }

  private void disk(Path directory) {
    Path place = directory;
    for (Path up = place.getParent(); !Files.exists(place) && up != null; up = up.getParent()) {
      place = up;
    }
    add(
        "database directory",
        Files.isDirectory(place) && Files.isWritable(place),
        directory
            + (place.equals(directory) ? "" : ", to be made in " + place)
            + ", writable for "
            + System.getProperty("user.name"));
    add(
        "restorable",
        !MountPoints.isMountPoint(directory),
        "the directory is in a volume and not a mount point itself, which cannot be renamed");
    try {
      double size = Files.getFileStore(place).getTotalSpace() / GIGABYTE;
      add("disk", size >= DISK_GIGABYTES, gigabytes(size) + ", 200 GB are recommended");
      double millis = syncMillis(place);
      add(
          "speed of disk",
          millis <= SLOW_SYNC_MILLIS,
          String.format(Locale.ROOT, "a synced write takes %.1f ms, an SSD at most 10", millis));
    } catch (IOException e) {
      add("disk", false, "cannot be measured: " + e);
    }
  }

  /** Returns how long half of the synced writes take at most, in milliseconds. */
  private static double syncMillis(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, ".doctor-", "");
    long[] nanos = new long[SYNCS];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        long begun = System.nanoTime();
        channel.write(ByteBuffer.allocate(4096));
        channel.force(false);
        nanos[i] = System.nanoTime() - begun;
      }
    } finally {
      Files.deleteIfExists(file);
    }
    Arrays.sort(nanos);
    return nanos[SYNCS / 2] / 1e6;
  }

  private void backups(BackupSettings settings, Path database) {
    if (settings.directory().isEmpty()) {
      add("backups", false, "off: DUMP_DIR is not set");
      return;
    }
    Path directory = settings.directory().get().toAbsolutePath().normalize();
    try {
      DumpDirectory.open(directory);
      add(
          "backups",
          !directory.startsWith(database.toAbsolutePath().normalize()),
          directory + ", outside of the database, writable for " + System.getProperty("user.name"));
    } catch (DumpFault fault) {
      add("backups", false, String.valueOf(fault.getMessage()));
    }
    add(
        "encryption of backups",
        settings.secret().isPresent(),
        "on only if ENCRYPTION_SECRET_FILE_PATH names the secret's file");
  }

  private static String gigabytes(double size) {
    return String.format(Locale.ROOT, "%.0f GB", size);
  }
}
