package network.wcn.cli.admin;

import java.time.Duration;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.onchain.SettingsCodec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The settings that shall change. */
final class SettingsOptions {
  private static final long MAX_MILLIS = 0xffff_ffffL;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--max-operator-data-bytes",
      description = "Longest data of an operator; longer data that is there already stays.")
  private @Nullable Integer maxOperatorDataBytes;

  @Option(
      names = "--min-operators",
      description = "Fewest operators of the network and of a keyspace.")
  private @Nullable Integer minOperators;

  @Option(
      names = "--event-propagation-latency-ms",
      description = "How long a change takes to reach every node, in milliseconds.")
  private @Nullable Long eventPropagationLatencyMillis;

  @Option(
      names = "--clock-skew-ms",
      description = "How far apart the clocks of nodes may be, in milliseconds.")
  private @Nullable Long clockSkewMillis;

  @Option(
      names = "--migration-concurrency",
      description = "Shards that an operator pulls at once; 0: no limit.")
  private @Nullable Integer migrationConcurrency;

  @Option(
      names = "--migration-tx-bandwidth",
      description = "Bytes per second that a node sends for migrations; 0: no limit.")
  private @Nullable Long migrationTxBytesPerSecond;

  @Option(
      names = "--migration-rx-bandwidth",
      description = "Bytes per second that a node receives for migrations; 0: no limit.")
  private @Nullable Long migrationRxBytesPerSecond;

  /**
   * Returns {@code old} with what is given; defaults take the place of what cannot be read.
   *
   * @throws ParameterException if a number is outside its range
   */
  ContractSettings applyTo(ContractSettings old) {
    NetworkSettings base = readable(old);
    try {
      return SettingsCodec.encode(
          new NetworkSettings(
              maxOperatorDataBytes == null ? old.maxOperatorDataBytes() : maxOperatorDataBytes,
              minOperators == null ? old.minOperators() : minOperators,
              eventPropagationLatencyMillis == null
                  ? base.eventPropagationLatency()
                  : millis("--event-propagation-latency-ms", eventPropagationLatencyMillis),
              clockSkewMillis == null
                  ? base.clockSkew()
                  : millis("--clock-skew-ms", clockSkewMillis),
              migrationConcurrency == null ? base.migrationConcurrency() : migrationConcurrency,
              migrationTxBytesPerSecond == null
                  ? base.migrationTxBytesPerSecond()
                  : migrationTxBytesPerSecond,
              migrationRxBytesPerSecond == null
                  ? base.migrationRxBytesPerSecond()
                  : migrationRxBytesPerSecond));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static NetworkSettings readable(ContractSettings settings) {
    try {
      return SettingsCodec.decode(settings);
    } catch (MalformedMessage _) {
      return NetworkSettings.DEFAULTS;
    }
  }

  private static Duration millis(String option, long value) {
    if (value < 0 || value > MAX_MILLIS) {
      throw new IllegalArgumentException(option + " is 0 to " + MAX_MILLIS + ", got " + value);
    }
    return Duration.ofMillis(value);
  }
}
