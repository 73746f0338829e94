package network.wcn.domain.replication;

import network.wcn.domain.record.RecordHeader;

/**
 * What our coordinators add behind a request; other replicas ignore it.
 *
 * <p>Never required: whoever does not understand it answers as the reference does.
 */
public sealed interface RequestTrailer {
  /**
   * Asks for {@link Evidence} beside the answer.
   *
   * @param detail how much of the answer itself is wanted
   * @param nowUnixSeconds the second at which all replicas judge what is alive
   */
  record Read(Detail detail, long nowUnixSeconds) implements RequestTrailer {}

  /**
   * Carries both registers of a record that is written back, of which the operation itself can name
   * only one version. The payload is the operation's value.
   */
  record Repair(RecordHeader header) implements RequestTrailer {}

  /** How much of an answer is wanted. */
  enum Detail {
    /** The answer, and evidence for everything in it. */
    FULL,
    /** An empty answer, and the headers of everything that would be in it. */
    HEADERS,
    /** An empty answer, and a hash over those headers. */
    DIGEST
  }
}
