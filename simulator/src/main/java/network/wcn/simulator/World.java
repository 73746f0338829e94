package network.wcn.simulator;

import java.util.function.Consumer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.Audience;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;

/** What the simulated processes see of their surroundings. */
interface World {
  Rules rules();

  /** Returns virtual nanoseconds since the start. */
  long nowNanos();

  void after(long delayNanos, Runnable action);

  /** Returns a random duration in nanoseconds between two bounds given in microseconds. */
  long micros(int from, int to);

  long unixSeconds();

  /** Returns the keyspace version that an operator's nodes put on requests. */
  long keyspaceVersion(int operator);

  /** Returns whether an operator's replica takes requests of that keyspace version. */
  boolean accepts(int operator, long keyspaceVersion);

  /** Returns who takes part in an operation, as an operator's nodes see it. */
  Audience audience(int operator, Operation operation);

  /** Delivers something between two operators, unless the network has other plans. */
  void send(int from, int to, Runnable delivery);

  /** Returns whether a node knows that no process of {@code to} can be reached. */
  boolean isKnownDown(int from, int to);

  /** Lets the database of an operator serve a request, if it is up. */
  void serve(int operator, StorageRequest request, Consumer<StorageResponse> answer);
}
