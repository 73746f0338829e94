package network.wcn.app.db.shell;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.base.environment.Kind;
import network.wcn.app.db.DatabaseSettings;
import network.wcn.app.db.admin.OperationSettings;
import network.wcn.app.db.backup.Backups;
import network.wcn.app.db.backup.DumpDirectory;
import network.wcn.app.db.wiring.StoreEngines;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;

/** What the verbs use of a server's settings. */
record ShellSettings(
    DatabaseSettings.RocksDb storage, OperationSettings operations, AdminClient server) {
  /** Reads them. */
  static ShellSettings from(Map<String, String> variables) {
    Environment in = new Environment(variables);
    DatabaseSettings.RocksDb storage = DatabaseSettings.RocksDb.from(in);
    OperationSettings operations = OperationSettings.from(in);
    Kind<String> text = new Kind<>("a password", true, () -> "", given -> given);
    Optional<String> password = in.optional("ADMIN_PASSWORD", text);
    Optional<PeerId> peer = in.optional("SECRET_KEY", Kind.SECRET_KEY).map(SecretKey::peerId);
    AdminClient server =
        new AdminClient(operations.admin().bind(), operations.admin().port(), password, peer);
    return in.finish(new ShellSettings(storage, operations, server));
  }

  Path directory() {
    return storage.directory();
  }

  String engineName() {
    return storage.backend().engineName();
  }

  StoreEngine engine() {
    return StoreEngines.of(
        storage, operations.gc().keepHistory(), WallClock.system(), Metrics.none());
  }

  /** Returns where dumps are kept. */
  DumpDirectory dumps() {
    return DumpDirectory.open(
        operations
            .backup()
            .directory()
            .orElseThrow(() ->
                new VerbFailed(
                    ShellStatus.WRONG_SETTINGS,
                    "there is no dump directory: set DUMP_DIR or give --dump-dir")));
  }

  /** Returns what is done with the dumps of this database. */
  Backups backups(StoreEngine engine) {
    return new Backups(
        engine,
        directory(),
        dumps(),
        operations.backup(),
        Metrics.none(),
        WallClock.system(),
        Ticker.system());
  }
}
