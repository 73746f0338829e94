package network.wcn.app.db.admin;

import java.util.Optional;
import network.wcn.app.base.http.HttpReply;
import network.wcn.app.db.backup.GarbageCollection;
import network.wcn.port.storage.StoreFault;

/**
 * The route that collects garbage.
 *
 * @see "operations.md B9"
 */
final class StorageRoutes {
  private final GarbageCollection garbage;
  private final AdminPassword password;

  StorageRoutes(GarbageCollection garbage, AdminPassword password) {
    this.garbage = garbage;
    this.password = password;
  }

  /** Collects garbage and answers when that is done. */
  HttpReply collect(AdminRequest request) {
    return DumpRoutes.authorized(request, password, _ -> collect());
  }

  private HttpReply collect() {
    Optional<GarbageCollection.Outcome> outcome;
    try {
      outcome = garbage.run();
    } catch (StoreFault fault) {
      return Envelope.failure(500, "GC_FAILED", String.valueOf(fault.getMessage()));
    }
    return outcome
        .map(done ->
            Envelope.success(
                Envelope.object()
                    .put("removed", done.removed())
                    .put("bytesBefore", done.bytesBefore())
                    .put("bytesAfter", done.bytesAfter())
                    .put("durationMs", done.durationMillis())))
        .orElseGet(
            () -> Envelope.failure(409, "GC_IN_PROGRESS", "Garbage is being collected already"));
  }
}
