package network.wcn.wire.json;

/** One frame of the event stream: first the answer to the subscription, then events for ever. */
public sealed interface ClusterStreamItem {
  /** The subscription stands; events follow. */
  record Acknowledged() implements ClusterStreamItem {}

  /** There will be no events. */
  record Refused(ApiError error) implements ClusterStreamItem {}

  /** The cluster changed. */
  record Happened(ClusterEvent event) implements ClusterStreamItem {}

  /** The server lost track of events. */
  record Failed(ApiError error) implements ClusterStreamItem {}
}
