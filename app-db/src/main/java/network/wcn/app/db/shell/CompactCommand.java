package network.wcn.app.db.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import network.wcn.app.db.backup.GarbageCollection;
import network.wcn.app.db.backup.RestorableStore;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.time.Ticker;
import picocli.CommandLine.Command;

/** {@code wcn-db compact}: gives back the space of what may be forgotten. */
@Command(
    name = "compact",
    description = {
      "Rewrites the database without what it may forget.",
      "Through the admin port if a process holds it, else in the directory itself."
    },
    mixinStandardHelpOptions = true)
final class CompactCommand extends Verb {
  @Override
  int run() {
    ShellSettings settings = place().settings();
    JsonNode done = progress("Compacting").during(() -> compact(settings));
    answer(
        "Forgot "
            + done.path("removed").asLong()
            + " records; "
            + done.path("bytesBefore").asLong()
            + " bytes before, "
            + done.path("bytesAfter").asLong()
            + " after, "
            + done.path("durationMs").asLong()
            + " ms",
        done);
    return ShellStatus.DONE;
  }

  private static JsonNode compact(ShellSettings settings) {
    StoreEngine engine = settings.engine();
    Optional<RestorableStore> open = LocalDatabase.open(settings, engine);
    if (open.isEmpty()) {
      return settings.server().post("/storage/v1/gc", settings.server().body());
    }
    try (RestorableStore store = open.get()) {
      GarbageCollection.Outcome done =
          new GarbageCollection(store, settings.directory(), Ticker.system()).run().orElseThrow();
      return JsonNodeFactory.instance
          .objectNode()
          .put("removed", done.removed())
          .put("bytesBefore", done.bytesBefore())
          .put("bytesAfter", done.bytesAfter())
          .put("durationMs", done.durationMillis());
    }
  }
}
