package network.wcn.bench.storage;

/** What is measured: something that stores numbered records. */
interface Subject extends AutoCloseable {
  String name();

  /** Reads the record of that number and returns the size of its value, -1 if there is none. */
  int read(int number);

  /**
   * Stores records with a version, all of them on stable storage when this returns. What is stored
   * already is looked at first: a greater version stays.
   */
  void merge(int[] numbers, int count, long version);

  /** Stores records without a look at what is there, where that is possible. */
  void put(int[] numbers, int count, long version);

  @Override
  void close();
}
