package network.wcn.app.db.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import network.wcn.app.base.http.HttpReply;
import network.wcn.app.db.backup.Backups;
import network.wcn.app.db.backup.DumpRowJson;
import network.wcn.app.db.backup.RestorableStore;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.domain.ops.DumpRow;

/**
 * The routes about dumps under one prefix.
 *
 * <p>Under the name that operators' scripts know, the codes of failures have their old names, too.
 *
 * @see "operations.md A2"
 */
final class DumpRoutes {
  private static final double MILLIS_PER_SECOND = 1000;
  private static final int MOST_DAYS = 1000;
  private static final Pattern DAYS = Pattern.compile("[0-9]{1,4}");

  private final Backups backups;
  private final RestorableStore store;
  private final AdminPassword password;
  private final boolean listRequiresPassword;
  private final String codePrefix;

  /**
   * Makes the routes.
   *
   * @param codePrefix what the codes DUMP_FAILED and RESTORE_FAILED begin with
   */
  DumpRoutes(
      Backups backups,
      RestorableStore store,
      AdminPassword password,
      boolean listRequiresPassword,
      String codePrefix) {
    this.backups = backups;
    this.store = store;
    this.password = password;
    this.listRequiresPassword = listRequiresPassword;
    this.codePrefix = codePrefix;
  }

  /** Makes a dump. */
  HttpReply create(AdminRequest request) {
    return authorized(request, password, _ -> create());
  }

  private HttpReply create() {
    DumpRow row;
    try {
      row = backups.backUp(store, backups.logged("Backing up"));
    } catch (DumpFault fault) {
      return failure(fault);
    }
    return Envelope.success(
        Envelope.object()
            .put("dumpId", row.id())
            .put("dumpPath", backups.pathOf(row).toString())
            .put("dumpSize", row.meta().sizeBytes())
            .put("dumpDuration", row.meta().durationMillis() / MILLIS_PER_SECOND));
  }

  /** Lists dumps. */
  HttpReply list(AdminRequest request) {
    if (listRequiresPassword && !request.password().map(password::matches).orElse(false)) {
      return unauthorized();
    }
    Optional<String> days = request.parameter("days");
    if (days.isPresent() && !isDays(days.get())) {
      return Envelope.failure(400, "INVALID_DAYS", "Days parameter must be between 1 and 1000");
    }
    OptionalInt since =
        days.map(text -> OptionalInt.of(Integer.parseInt(text))).orElse(OptionalInt.empty());
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    try {
      for (DumpRow row : backups.list(since)) {
        rows.add(DumpRowJson.write(row, backups.pathOf(row).toString()));
      }
    } catch (DumpFault fault) {
      return Envelope.failure(500, "UNKNOWN_ERROR", String.valueOf(fault.getMessage()));
    }
    return Envelope.success(rows);
  }

  private static boolean isDays(String text) {
    if (!DAYS.matcher(text).matches()) {
      return false;
    }
    int days = Integer.parseInt(text);
    return days >= 1 && days <= MOST_DAYS;
  }

  /** Restores a dump. */
  HttpReply restore(AdminRequest request) {
    return authorized(request, password, json -> restore(AdminRequest.text(json, "dump_path")));
  }

  private HttpReply restore(Optional<String> path) {
    Path dump;
    try {
      dump = backups.restore(Optional.of(store), path, backups.logged("Restoring"));
    } catch (DumpFault fault) {
      return failure(fault);
    }
    return Envelope.success(Envelope.object().put("dump_path", dump.toString()));
  }

  /** Answers what {@code serving} says of the body, if it holds the password. */
  static HttpReply authorized(
      AdminRequest request, AdminPassword password, Function<JsonNode, HttpReply> serving) {
    Optional<JsonNode> json = request.json();
    if (json.isEmpty()) {
      return Envelope.failure(400, "INVALID_REQUEST", "The body must be a JSON object");
    }
    boolean isAdmin =
        AdminRequest.text(json.get(), "password").map(password::matches).orElse(false);
    return isAdmin ? serving.apply(json.get()) : unauthorized();
  }

  private static HttpReply unauthorized() {
    return Envelope.failure(401, "UNAUTHORIZED", "Invalid admin password");
  }

  private HttpReply failure(DumpFault fault) {
    String message = String.valueOf(fault.getMessage());
    DumpProblem problem = fault.problem();
    return switch (problem) {
      case INVALID_DUMP_PATH, DUMP_FILE_NOT_FOUND, INVALID_DUMP_FILE, DUMP_FILE_ACCESS_ERROR ->
          Envelope.failure(400, problem.name(), message);
      case BACKUP_IN_PROGRESS -> Envelope.failure(409, problem.name(), message);
      case ENCRYPTION_SECRET_MISSING, ENCRYPTION_SECRET_EMPTY ->
          Envelope.failure(500, problem.name(), message);
      case DUMP_FAILED, RESTORE_FAILED ->
          Envelope.failure(500, codePrefix + problem.name(), message);
    };
  }
}
