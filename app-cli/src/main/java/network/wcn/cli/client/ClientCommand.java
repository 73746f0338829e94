package network.wcn.cli.client;

import java.time.Duration;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.MapPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wcn client}: the operations of a client, one per call. */
@Command(
    name = "client",
    description = "Stores and reads values through any node of a network.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Keys, fields and values are text, hex:<digits> or @<file>; text:<text> for text that begins",
      "like one of these. Single records and maps are apart, even under the same key.",
      "Exit status: 0 done, 1 failed, 2 wrong usage, 3 nothing is stored there."
    })
public final class ClientCommand implements Runnable {
  private static final String KEY = "Key, as text, hex:… or @file.";
  private static final String FIELD = "Field of the map.";
  private static final String VALUE = "Value to store.";
  private static final String TTL =
      "Time to live: a number and s, m, h or d, at most 30d (default ${DEFAULT-VALUE}).";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which operation? A command is missing");
  }

  @Command(
      name = "get",
      description = "Prints the value of a single record.",
      mixinStandardHelpOptions = true)
  int get(
      @Mixin ConnectionOptions to,
      @Parameters(paramLabel = "KEY", converter = ValueText.class, description = KEY) Bytes key) {
    return to.run((records, output) -> Answers.found(output, records.get(key)));
  }

  @Command(name = "set", description = "Stores a single record.", mixinStandardHelpOptions = true)
  int set(
      @Mixin ConnectionOptions to,
      @Parameters(paramLabel = "KEY", converter = ValueText.class, description = KEY) Bytes key,
      @Parameters(paramLabel = "VALUE", converter = ValueText.class, description = VALUE)
          Bytes value,
      @Option(names = "--ttl", converter = TimeToLive.class, defaultValue = "1d", description = TTL)
          Duration ttl) {
    return to.run((records, output) -> {
      records.set(key, value, ttl);
      return Answers.done(output);
    });
  }

  @Command(name = "del", description = "Deletes a single record.", mixinStandardHelpOptions = true)
  int del(
      @Mixin ConnectionOptions to,
      @Parameters(paramLabel = "KEY", converter = ValueText.class, description = KEY) Bytes key) {
    return to.run((records, output) -> {
      records.del(key);
      return Answers.done(output);
    });
  }

  @Command(
      name = "get-exp",
      description = "Prints when a single record expires.",
      mixinStandardHelpOptions = true)
  int getExp(
      @Mixin ConnectionOptions to,
      @Parameters(paramLabel = "KEY", converter = ValueText.class, description = KEY) Bytes key) {
    return to.run((records, output) -> Answers.expires(output, records.getExp(key)));
  }

  @Command(
      name = "set-exp",
      description = "Changes when a single record expires.",
      mixinStandardHelpOptions = true)
  int setExp(
      @Mixin ConnectionOptions to,
      @Parameters(paramLabel = "KEY", converter = ValueText.class, description = KEY) Bytes key,
      @Option(names = "--ttl", converter = TimeToLive.class, defaultValue = "1d", description = TTL)
          Duration ttl) {
    return to.run((records, output) -> {
      records.setExp(key, ttl);
      return Answers.done(output);
    });
  }

  @Command(
      name = "hget",
      description = "Prints the value of a field of a map.",
      mixinStandardHelpOptions = true)
  int hget(
      @Mixin ConnectionOptions to,
      @Parameters(paramLabel = "KEY", converter = ValueText.class, description = KEY) Bytes key,
      @Parameters(paramLabel = "FIELD", converter = ValueText.class, description = FIELD)
          Bytes field) {
    return to.run((records, output) -> Answers.found(output, records.hget(key, field)));
  }

  @Command(name = "hset", description = "Stores a field of a map.", mixinStandardHelpOptions = true)
  int hset(
      @Mixin ConnectionOptions to,
      @Parameters(paramLabel = "KEY", converter = ValueText.class, description = KEY) Bytes key,
      @Parameters(paramLabel = "FIELD", converter = ValueText.class, description = FIELD)
          Bytes field,
      @Parameters(paramLabel = "VALUE", converter = ValueText.class, description = VALUE)
          Bytes value,
      @Option(names = "--ttl", converter = TimeToLive.class, defaultValue = "1d", description = TTL)
          Duration ttl) {
    return to.run((records, output) -> {
      records.hset(key, field, value, ttl);
      return Answers.done(output);
    });
  }

  @Command(
      name = "hdel",
      description = "Deletes a field of a map.",
      mixinStandardHelpOptions = true)
  int hdel(
      @Mixin ConnectionOptions to,
      @Parameters(paramLabel = "KEY", converter = ValueText.class, description = KEY) Bytes key,
      @Parameters(paramLabel = "FIELD", converter = ValueText.class, description = FIELD)
          Bytes field) {
    return to.run((records, output) -> {
      records.hdel(key, field);
      return Answers.done(output);
    });
  }

  @Command(
      name = "hget-exp",
      description = "Prints when a field of a map expires.",
      mixinStandardHelpOptions = true)
  int hgetExp(
      @Mixin ConnectionOptions to,
      @Parameters(paramLabel = "KEY", converter = ValueText.class, description = KEY) Bytes key,
      @Parameters(paramLabel = "FIELD", converter = ValueText.class, description = FIELD)
          Bytes field) {
    return to.run((records, output) -> Answers.expires(output, records.hgetExp(key, field)));
  }

  @Command(
      name = "hset-exp",
      description = "Changes when a field of a map expires.",
      mixinStandardHelpOptions = true)
  int hsetExp(
      @Mixin ConnectionOptions to,
      @Parameters(paramLabel = "KEY", converter = ValueText.class, description = KEY) Bytes key,
      @Parameters(paramLabel = "FIELD", converter = ValueText.class, description = FIELD)
          Bytes field,
      @Option(names = "--ttl", converter = TimeToLive.class, defaultValue = "1d", description = TTL)
          Duration ttl) {
    return to.run((records, output) -> {
      records.hsetExp(key, field, ttl);
      return Answers.done(output);
    });
  }

  @Command(
      name = "hcard",
      description = "Prints how many fields a map has.",
      mixinStandardHelpOptions = true)
  int hcard(
      @Mixin ConnectionOptions to,
      @Parameters(paramLabel = "KEY", converter = ValueText.class, description = KEY) Bytes key) {
    return to.run((records, output) -> Answers.count(output, records.hcard(key)));
  }

  @Command(
      name = "hscan",
      description = "Prints the fields of a map and their values, all or one page.",
      mixinStandardHelpOptions = true)
  int hscan(
      @Mixin ConnectionOptions to,
      @Parameters(paramLabel = "KEY", converter = ValueText.class, description = KEY) Bytes key,
      @Option(
              names = "--count",
              paramLabel = "N",
              description = "Print one page of at most this many fields, not the whole map.")
          @Nullable Integer count,
      @Option(
              names = "--cursor",
              paramLabel = "FIELD",
              converter = ValueText.class,
              description = "Begin after this field (with --count).")
          @Nullable Bytes cursor) {
    if (count == null) {
      return to.run((records, output) -> Answers.entries(output, records.scan(key), false));
    }
    return to.run((records, output) -> {
      MapPage page = records.hscan(key, count, Optional.ofNullable(cursor));
      return Answers.entries(output, page.entries(), page.hasNext());
    });
  }
}
