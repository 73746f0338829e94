package network.wcn.port.backup;

import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.WallClock;

/**
 * Offers a storage engine to a database server that was built without it.
 *
 * <p>The server finds providers with {@link java.util.ServiceLoader}: a jar on its class path holds
 * the class, public and with a public constructor without parameters, and a file {@code
 * META-INF/services/network.wcn.port.backup.StoreEngineProvider} with the class's name in it.
 * {@code STORAGE_BACKEND} chooses among what is there, for the server as for its verbs.
 *
 * <p>Settings may be read more than once in a process, each time by one thread and with a new
 * provider. Every provider that is found is made and asked for its name; only the chosen one is
 * asked to {@link #read}. None of this may open a file, start a thread or wait: that begins with
 * {@link StoreEngine#open}. An exception that is not foreseen here is a bug and ends the process.
 */
public interface StoreEngineProvider {
  /**
   * Returns what {@code STORAGE_BACKEND} says to choose this engine, in any letter case; also the
   * {@link StoreEngine#name} of what is made, which dumps are known by. Always the same: lower-case
   * letters, digits and dashes, and no name of another engine on the class path.
   */
  String name();

  /**
   * Reads the engine's own settings, and notes in {@code settings} what is wrong with them.
   *
   * @param settings not to be used after this call has returned
   * @return makes the engine that is set up so; never called if anything was wrong, be it with
   *     another setting of the server
   */
  Maker read(EngineSettings settings);

  /** Makes an engine whose settings are known. */
  @FunctionalInterface
  interface Maker {
    /**
     * Returns the engine, whose databases are directories with a file {@code FORMAT}, locked while
     * they are open, as {@link StoreEngine#open} says.
     *
     * @param keepHistory whether nothing is forgotten but by {@link
     *     network.wcn.port.storage.RecordStore#purge} ({@code STORAGE_KEEP_HISTORY})
     * @param clock what expiry and {@link network.wcn.domain.record.Retention} go by
     * @param metrics for what the engine counts over its life; what an open store tells about
     *     itself is exported from its {@link network.wcn.port.storage.RecordStore#figures}. A verb
     *     has none to keep
     */
    StoreEngine make(boolean keepHistory, WallClock clock, Metrics metrics);
  }
}
