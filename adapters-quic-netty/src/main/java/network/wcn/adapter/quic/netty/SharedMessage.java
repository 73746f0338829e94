package network.wcn.adapter.quic.netty;

/**
 * The form of messages on a stream that many calls share, between our own peers only.
 *
 * <p>The client opens the stream with {@link #STREAM_ID} where a call has its method. Then both
 * ends write messages, integers big-endian:
 *
 * <pre>
 * u32 size of the payload, u8 kind, u32 call, [u8 method, u32 budget in µs,] payload
 * </pre>
 *
 * Method and budget stand in requests only. A payload over {@link #WHOLE_BYTES} is cut into parts,
 * each but the last marked with {@link #MORE}, so that other messages pass between them. The client
 * numbers its calls; each ends with one response or failure.
 */
final class SharedMessage {
  /** Stands in the place of a method that no API has. */
  static final int STREAM_ID = 0xf1;

  static final int REQUEST = 1;
  static final int RESPONSE = 2;

  /** The call has no answer. */
  static final int FAILURE = 3;

  /** Added to the kind: another part of the same payload follows. */
  static final int MORE = 0x80;

  /** Size before the payload; requests have {@link #REQUEST_EXTRA_BYTES} more. */
  static final int HEADER_BYTES = 9;

  static final int REQUEST_EXTRA_BYTES = 5;

  /** The largest payload that travels in one piece. */
  static final int WHOLE_BYTES = 64 * 1024;

  /** Size of each part of a larger one. */
  static final int PART_BYTES = 32 * 1024;

  /** The budget of a call that waits for longer than the field can say. */
  static final int UNLIMITED = -1;

  private SharedMessage() {}
}
