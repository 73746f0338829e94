package network.wcn.cli.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.membership.ContractMigration;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.KeyspaceSchedule;
import network.wcn.domain.membership.NetworkSettings;

/**
 * What the contract tells of the latest migration: who has pulled, who has not, since when, and
 * what that means at this moment.
 */
public final class MigrationReport {
  private final ContractView view;
  private final NetworkSettings settings;
  private final OperatorNames names;
  private final Instant now;

  /** Makes the report of {@code view} at {@code now}, on which the phase of a migration depends. */
  public MigrationReport(
      ContractView view, NetworkSettings settings, OperatorNames names, Instant now) {
    this.view = view;
    this.settings = settings;
    this.names = names;
    this.now = now;
  }

  /** How the latest migration stands. */
  enum State {
    NONE,
    RUNNING,
    COMPLETED,
    ABORTED
  }

  State state() {
    ContractMigration migration = view.migration();
    if (migration.isRunning()) {
      return State.RUNNING;
    }
    if (migration.id() == 0) {
      return State.NONE;
    }
    return migration.isAborted() ? State.ABORTED : State.COMPLETED;
  }

  /** Returns the state, and one line for each operator that pulls or has pulled. */
  public String status() {
    ContractMigration migration = view.migration();
    return switch (state()) {
      case NONE -> "There was no migration yet. Keyspace version " + version() + ".";
      case RUNNING ->
          "Migration "
              + number(migration.id())
              + ": in progress since "
              + instant(migration.startedAt())
              + " ("
              + since(migration.startedAt())
              + "), to keyspace version "
              + version()
              + "\n"
              + pulls();
      case COMPLETED ->
          "Migration "
              + number(migration.id())
              + ": completed, begun at "
              + instant(migration.startedAt())
              + ". Keyspace version "
              + version()
              + ".";
      case ABORTED ->
          "Migration "
              + number(migration.id())
              + ": aborted at "
              + instant(migration.abortedAt())
              + ". Keyspace version "
              + version()
              + ".";
    };
  }

  private String pulls() {
    List<String> lines = new ArrayList<>();
    for (int slot : view.newestKeyspace().operators().slots()) {
      lines.add((isPulling(slot) ? "pulling: " : "pulled: ") + names.of(slot));
    }
    return String.join("\n", lines);
  }

  /** Returns what happens now and what whoever waits can do, in sentences. */
  public String explanation() {
    return status() + "\n\n" + meaning();
  }

  private String meaning() {
    return switch (state()) {
      case NONE, COMPLETED ->
          "Every shard is where it belongs. The owner may begin another migration when nobody"
              + " maintains.";
      case ABORTED ->
          "The keyspace from before the migration is in force. Copies that were pulled already are"
              + " not read, and the owner may begin another migration.";
      case RUNNING -> phase();
    };
  }

  private String phase() {
    KeyspaceSchedule schedule = KeyspaceSchedule.of(view, settings);
    long nanos = Math.multiplyExact(now.toEpochMilli(), 1_000_000L);
    long pullStart = schedule.pullStartUnixNanos().orElseThrow();
    if (!schedule.shadowsWrites(nanos)) {
      return "Nodes learn of the migration; until "
          + Instant.ofEpochSecond(view.migration().startedAt())
              .plus(settings.eventPropagationLatency())
          + " the old keyspace alone counts.";
    }
    if (nanos < pullStart) {
      return "Writes go to the old and the new operators of a shard; pulling begins at "
          + Instant.EPOCH.plusNanos(pullStart)
          + ".";
    }
    int waiting = view.migration().pulling().count();
    return "Writes go to the old and the new operators of a shard, and operators copy what they"
        + " lack. "
        + waiting
        + " of "
        + view.newestKeyspace().operators().count()
        + " have not reported the end yet; the last one completes the migration. An operator that"
        + " stays behind: are its nodes and its database ready, has exactly one of its nodes"
        + " SMART_CONTRACT_SIGNER_PRIVATE_KEY, and has that account money for fees? The owner can"
        + " give up by wcn admin migration abort; no data is lost by that.";
  }

  /** Returns the report for programs. */
  public Map<String, Object> json() {
    ContractMigration migration = view.migration();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("state", state().name().toLowerCase(Locale.ROOT));
    object.put("id", number(migration.id()));
    object.put("keyspace_version", version());
    if (state() != State.NONE) {
      object.put("started_at", instant(migration.startedAt()));
    }
    if (state() == State.ABORTED) {
      object.put("aborted_at", instant(migration.abortedAt()));
    }
    if (state() == State.RUNNING) {
      object.put(
          "operators", view.newestKeyspace().operators().slots().stream().map(this::pull).toList());
      object.put("explanation", phase());
    }
    return object;
  }

  private Map<String, Object> pull(int slot) {
    Map<String, Object> object = new LinkedHashMap<>(names.json(slot));
    object.put("pulled", !isPulling(slot));
    return object;
  }

  private boolean isPulling(int slot) {
    return view.migration().pulling().contains(slot);
  }

  private String version() {
    return number(view.keyspaceVersion());
  }

  private String since(long seconds) {
    Duration age = Duration.between(Instant.ofEpochSecond(seconds), now);
    return Optional.of(age)
        .filter(passed -> !passed.isNegative())
        .map(passed -> passed.toHours() + " h " + passed.toMinutesPart() + " min")
        .orElse("in the future by this machine's clock");
  }

  private static String instant(long seconds) {
    return Instant.ofEpochSecond(seconds).toString();
  }

  private static String number(long unsigned) {
    return Long.toUnsignedString(unsigned);
  }
}
