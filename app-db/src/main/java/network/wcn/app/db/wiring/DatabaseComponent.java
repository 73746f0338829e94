package network.wcn.app.db.wiring;

import dagger.BindsInstance;
import dagger.Component;
import jakarta.inject.Singleton;
import network.wcn.app.db.DatabaseSettings;
import network.wcn.app.db.service.DatabaseServer;

/** The assembled database. */
@Singleton
@Component(modules = DatabaseModule.class)
public interface DatabaseComponent {
  /** Returns the server, not started yet. */
  DatabaseServer server();

  /** Makes the component from what is not assembled but set. */
  @Component.Factory
  interface Factory {
    DatabaseComponent create(@BindsInstance DatabaseSettings settings);
  }

  /** Assembles a database that is set up as {@code settings} say. */
  static DatabaseComponent of(DatabaseSettings settings) {
    return DaggerDatabaseComponent.factory().create(settings);
  }
}
