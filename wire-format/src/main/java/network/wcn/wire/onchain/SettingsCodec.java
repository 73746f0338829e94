package network.wcn.wire.onchain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.postcard.Postcard;
import network.wcn.wire.postcard.PostcardReader;
import network.wcn.wire.postcard.PostcardSink;

/**
 * The network's settings as the bytes that the contract holds.
 *
 * <p>Schema 1 is written: a list of big-endian values whose index is the setting's ID. Values of
 * unknown IDs and of unexpected sizes are ignored, and the default holds. Schema 0, two varints, is
 * read as well.
 *
 * @see "protocol/wire.md section 10"
 */
public final class SettingsCodec {
  private static final int TWO_VARINTS = 0;
  private static final int LIST_OF_VALUES = 1;
  private static final long MAX_U32 = 0xffff_ffffL;

  /** The settings in the order of their IDs, which count from 0. */
  private enum Setting {
    EVENT_PROPAGATION_LATENCY_MILLIS(0, 4),
    CLOCK_SKEW_MILLIS(1, 4),
    MIGRATION_CONCURRENCY(2, 2),
    MIGRATION_TX_BYTES_PER_SECOND(3, 4),
    MIGRATION_RX_BYTES_PER_SECOND(4, 4);

    private final int id;
    private final int sizeBytes;

    Setting(int id, int sizeBytes) {
      this.id = id;
      this.sizeBytes = sizeBytes;
    }

    private void write(PostcardSink sink, long value) {
      byte[] bigEndian = new byte[sizeBytes];
      for (int i = 0; i < sizeBytes; i++) {
        bigEndian[i] = (byte) (value >>> (Byte.SIZE * (sizeBytes - 1 - i)));
      }
      sink.bytes(Bytes.wrap(bigEndian));
    }

    private long read(List<Bytes> values, long otherwise) {
      if (id >= values.size() || values.get(id).size() != sizeBytes) {
        return otherwise;
      }
      long value = 0;
      for (byte each : values.get(id).unsafeArray()) {
        value = (value << Byte.SIZE) | Byte.toUnsignedLong(each);
      }
      return value;
    }

    private Optional<String> complaintAbout(Bytes value) {
      // An empty value is how a list skips an ID.
      return value.isEmpty() || value.size() == sizeBytes
          ? Optional.empty()
          : Optional.of(
              "setting " + name() + " has " + sizeBytes + " bytes, ignored " + value.size());
    }
  }

  private SettingsCodec() {}

  /** Returns the settings to write, in schema 1; durations are cut to whole milliseconds. */
  public static ContractSettings encode(NetworkSettings settings) {
    Bytes extra =
        Postcard.encode(sink -> {
          sink.u8(LIST_OF_VALUES);
          sink.list(
              List.of(Setting.values()),
              (value, setting) -> setting.write(value, valueOf(setting, settings)));
        });
    return new ContractSettings(settings.maxOperatorDataBytes(), settings.minOperators(), extra);
  }

  private static long valueOf(Setting setting, NetworkSettings settings) {
    return switch (setting) {
      case EVENT_PROPAGATION_LATENCY_MILLIS -> millis(settings.eventPropagationLatency());
      case CLOCK_SKEW_MILLIS -> millis(settings.clockSkew());
      case MIGRATION_CONCURRENCY -> settings.migrationConcurrency();
      case MIGRATION_TX_BYTES_PER_SECOND -> settings.migrationTxBytesPerSecond();
      case MIGRATION_RX_BYTES_PER_SECOND -> settings.migrationRxBytesPerSecond();
    };
  }

  private static long millis(Duration duration) {
    Duration longest = Duration.ofMillis(MAX_U32);
    return duration.compareTo(longest) > 0 ? MAX_U32 : duration.toMillis();
  }

  /**
   * Returns the network's settings, defaults where the contract says nothing readable.
   *
   * @throws MalformedMessage if the undecoded part is empty, of another schema or cut
   */
  public static NetworkSettings decode(ContractSettings settings) {
    PostcardReader reader = new PostcardReader(settings.extra());
    if (Schema.read(reader, "network settings") == TWO_VARINTS) {
      return settings(
          settings,
          Integer.toUnsignedLong(reader.u32()),
          Integer.toUnsignedLong(reader.u32()),
          List.of());
    }
    List<Bytes> values = reader.list(1, PostcardReader::bytes);
    return settings(
        settings,
        Setting.EVENT_PROPAGATION_LATENCY_MILLIS.read(
            values, NetworkSettings.DEFAULTS.eventPropagationLatency().toMillis()),
        Setting.CLOCK_SKEW_MILLIS.read(values, NetworkSettings.DEFAULTS.clockSkew().toMillis()),
        values);
  }

  private static NetworkSettings settings(
      ContractSettings settings, long latencyMillis, long skewMillis, List<Bytes> values) {
    NetworkSettings defaults = NetworkSettings.DEFAULTS;
    return new NetworkSettings(
        settings.maxOperatorDataBytes(),
        settings.minOperators(),
        Duration.ofMillis(latencyMillis),
        Duration.ofMillis(skewMillis),
        (int) Setting.MIGRATION_CONCURRENCY.read(values, defaults.migrationConcurrency()),
        Setting.MIGRATION_TX_BYTES_PER_SECOND.read(values, defaults.migrationTxBytesPerSecond()),
        Setting.MIGRATION_RX_BYTES_PER_SECOND.read(values, defaults.migrationRxBytesPerSecond()));
  }

  /**
   * Returns a sentence about each value that {@link #decode} ignores, for the log.
   *
   * @throws MalformedMessage as {@link #decode}
   */
  public static List<String> ignoredValues(ContractSettings settings) {
    PostcardReader reader = new PostcardReader(settings.extra());
    if (Schema.read(reader, "network settings") == TWO_VARINTS) {
      return List.of();
    }
    List<Bytes> values = reader.list(1, PostcardReader::bytes);
    List<String> complaints = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      if (setting.id < values.size()) {
        setting.complaintAbout(values.get(setting.id)).ifPresent(complaints::add);
      }
    }
    if (values.size() > Setting.values().length) {
      complaints.add(
          "settings " + Setting.values().length + " to " + (values.size() - 1) + " are unknown");
    }
    return complaints;
  }
}
