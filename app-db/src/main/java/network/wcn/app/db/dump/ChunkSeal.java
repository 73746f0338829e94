package network.wcn.app.db.dump;

/** Protects the chunks of one dump, which come in order and belong to it alone. */
interface ChunkSeal {
  /** How much longer a sealed chunk is. */
  int SEAL_BYTES = 16;

  /** Returns the content of chunk {@code number} with its seal. */
  byte[] seal(long number, boolean isLast, byte[] content, int size);

  /**
   * Returns the content of what {@link #seal} made.
   *
   * @throws DumpFault if it is not that very chunk
   */
  byte[] open(long number, boolean isLast, byte[] sealed);
}
